// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemView>
#include <QGuiApplication>
#include <QProcess>
#include <QScreen>
#include <QTest>
#include <QWidget>

namespace zg::desk {

/// A hand on mouse and keyboard: what it does goes through the X server (XTest), as a person's doing does.
/// Thread: main.
class Hand final
{
public:
    static void click(const QWidget* widget) { click(place(widget)); }
    static void click(QPoint at) { press(at, {QStringLiteral("click"), QStringLiteral("1")}); }
    static void click(const QAbstractItemView* view, const QModelIndex& index) { click(place(view, index)); }
    static void doubleClick(const QAbstractItemView* view, const QModelIndex& index)
    {
        press(place(view, index), {QStringLiteral("click"), QStringLiteral("--repeat"), QStringLiteral("2"),
                                   QStringLiteral("--delay"), QStringLiteral("20"), QStringLiteral("1")});
    }
    static void wheel(const QWidget* over, int clicks)
    {
        press(place(over), {QStringLiteral("click"), QStringLiteral("--repeat"), QString::number(qAbs(clicks)),
                            QStringLiteral("--delay"), QStringLiteral("2"), QString::number(clicks > 0 ? 5 : 4)});
    }
    /// "ctrl+k", "Return", …
    static void key(const QString& keys, int times = 1)
    {
        QStringList arguments{QStringLiteral("key"), QStringLiteral("--delay"), QStringLiteral("2")};
        for (int i = 0; i < times; ++i)
            arguments += keys;
        run(arguments);
    }
    static void type(const QString& text)
    {
        run({QStringLiteral("type"), QStringLiteral("--delay"), QStringLiteral("2"), text});
    }

private:
    static constexpr int patienceMs = 20'000;

    /// Where a person would click it: in the middle of what can be seen of it.
    static QPoint place(const QWidget* widget)
    {
        const QRect seen = widget->visibleRegion().boundingRect();
        if (seen.isEmpty())
            QTest::qFail(
                qPrintable(QStringLiteral("%1 %2 cannot be seen")
                               .arg(QString::fromLatin1(widget->metaObject()->className()), widget->objectName())),
                __FILE__, __LINE__);
        return widget->mapToGlobal(seen.center());
    }
    static QPoint place(const QAbstractItemView* view, const QModelIndex& index)
    {
        const QRect seen = view->visualRect(index) & view->viewport()->rect();
        if (seen.isEmpty())
            QTest::qFail("the cell cannot be seen", __FILE__, __LINE__);
        return view->viewport()->mapToGlobal(seen.center());
    }
    static void press(QPoint at, const QStringList& then)
    {
        const qreal scale = QGuiApplication::primaryScreen()->devicePixelRatio();
        run(QStringList{QStringLiteral("mousemove"), QString::number(qRound(at.x() * scale)),
                        QString::number(qRound(at.y() * scale))} +
            then);
    }
    static void run(const QStringList& arguments)
    {
        QProcess xdotool;
        xdotool.start(QStringLiteral("xdotool"), arguments);
        if (!xdotool.waitForFinished(patienceMs) || xdotool.exitCode() != 0)
            QTest::qFail(
                qPrintable(QStringLiteral("xdotool %1: %2")
                               .arg(arguments.join(u' '), QString::fromLocal8Bit(xdotool.readAllStandardError()))),
                __FILE__, __LINE__);
    }
};

} // namespace zg::desk
