// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/hand.h"
#include "desk/look.h"
#include "desk/virtualdisplay.h"
#include "desk/windowkeeper.h"

#include "core/logtap.h"
#include "core/qtexecutor.h"
#include "ui/language.h"
#include "ui/nodeadapter.h"
#include "ui/pages/page.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/windowstate.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QPixmap>
#include <QPushButton>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

namespace zg::desk {

/// The console as ui/console.cpp builds it: the real node in it, with a demo store in a folder of its own.
/// Thread: main.
struct Desk
{
    /// @param more arguments of the program, e.g. another place for the store
    explicit Desk(const QStringList& more = {}, const Look& look = Look::ofEnvironment())
        : state(folder.filePath(QStringLiteral("console.ini")))
        , node(*loadSettings(arguments(folder.path(), more), {}))
        , control(node, log)
    {
        language.setChoice(look.language);
        theme.setMode(look.theme);
        window = std::make_unique<ui::MainWindow>(control, theme, language, state);
        window->setGeometry(QRect(QPoint(), QGuiApplication::primaryScreen()->size()));
        window->show();
        control.start();
    }
    ~Desk()
    {
        window.reset();
        node.stopAndWait();
    }

    bool isServing() const { return node.state() == node::State::Serving || node.state() == node::State::Degraded; }
    quint16 port() const { return quint16(QUrl(node.address()).port()); }

    /// What is on the screen now of that class and name; null when there is none.
    template <class T>
    static T* seen(const QString& name = {})
    {
        for (QWidget* top : QApplication::topLevelWidgets()) {
            if (!top->isVisible())
                continue;
            if (auto* it = qobject_cast<T*>(top); it && (name.isEmpty() || it->objectName() == name))
                return it;
            for (T* each : top->findChildren<T*>(name))
                if (each->isVisible() && !each->visibleRegion().isEmpty())
                    return each;
        }
        return nullptr;
    }
    /// The button that a window wants to be pressed.
    static QPushButton* primary(const QWidget* in)
    {
        for (auto* each : in->findChildren<QPushButton*>())
            if (each->isVisible() && each->property("house") == QStringLiteral("primary"))
                return each;
        return nullptr;
    }

    /// To that page, by a click on the rail.
    void goTo(const QString& id)
    {
        auto* button = seen<QWidget>(id + QStringLiteral("Button"));
        QVERIFY2(button, qPrintable(id));
        Hand::click(button);
        QTRY_COMPARE(window->currentPage(), id);
    }
    /// As the demo's staff, through the panel that asks for it.
    void signIn()
    {
        QTRY_VERIFY_WITH_TIMEOUT(isServing(), patienceMs);
        QTRY_VERIFY(window->isActiveWindow());
        goTo(QStringLiteral("orders"));
        const auto fields = window->shown()->findChildren<QLineEdit*>();
        QCOMPARE(fields.size(), 2);
        QTRY_VERIFY(primary(window->shown())->isVisible());
        Hand::click(fields.at(0));
        Hand::key(QStringLiteral("ctrl+a"));
        Hand::type(QStringLiteral("staff"));
        Hand::key(QStringLiteral("Tab"));
        Hand::type(QStringLiteral("staff-pass"));
        QTRY_COMPARE(fields.at(1)->text(), QStringLiteral("staff-pass"));
        Hand::key(QStringLiteral("Return"));
        QTRY_VERIFY_WITH_TIMEOUT(node.staff().current().has_value(), patienceMs);
        QTRY_VERIFY(qobject_cast<ui::Page*>(window->shown()));
    }

    /// What the database file itself says.
    qint64 number(const QString& sql) const
    {
        const QStringList found = column(sql);
        return found.isEmpty() ? -1 : found.first().toLongLong();
    }
    QStringList column(const QString& sql) const
    {
        QStringList found;
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("look"));
            database.setDatabaseName(folder.filePath(QStringLiteral("zhanggui.db")));
            if (!database.open())
                qFatal("the store's file cannot be opened");
            QSqlQuery query(database);
            if (!query.exec(sql))
                qFatal("%s", qPrintable(sql));
            while (query.next())
                found += query.value(0).toString();
        }
        QSqlDatabase::removeDatabase(QStringLiteral("look"));
        return found;
    }

    /// The screen as the X server has it, kept for people to look at.
    static void keep(const QString& name)
    {
        const QDir to(QStringLiteral(ZG_SCREENSHOTS));
        QVERIFY(to.mkpath(QStringLiteral(".")));
        QVERIFY(QGuiApplication::primaryScreen()->grabWindow(0).save(to.filePath(name + QStringLiteral(".png"))));
    }
    /// Waits until nothing has moved for longer than the window's own tick.
    static void settle()
    {
        size_t last = 0;
        int same = 0;
        QTRY_VERIFY_WITH_TIMEOUT((same = std::exchange(last, arrangement()) == last ? same + 1 : 0, same >= quietLooks),
                                 patienceMs);
    }

    static constexpr int patienceMs = 30'000;

    QTemporaryDir folder;
    QtExecutor executor;
    ui::WindowState state;
    ui::Language language;
    ui::Theme theme;
    LogRing log;
    const LogTap tap{log};
    node::Node node;
    ui::NodeAdapter control;
    std::unique_ptr<ui::MainWindow> window;

private:
    static QStringList arguments(const QString& folder, QStringList more)
    {
        if (!more.contains(QStringLiteral("--data-dir")))
            more += {QStringLiteral("--data-dir"), folder};
        if (!more.contains(QStringLiteral("--listen")))
            more += {QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0")};
        return more + QStringList{QStringLiteral("--demo"), QStringLiteral("--rate-limit"), QStringLiteral("0")};
    }

    static constexpr int quietLooks = 7; ///< 50 ms each

    static size_t arrangement()
    {
        size_t sum = 0;
        for (QWidget* top : QApplication::topLevelWidgets()) {
            if (!top->isVisible())
                continue;
            for (const QWidget* each : top->findChildren<QWidget*>())
                if (each->isVisible())
                    sum = qHashMulti(sum, each->x(), each->y(), each->width(), each->height());
        }
        return sum;
    }
};

/// An X server of our own, and what the window is to look like on it. Before there is an application.
class Screen final
{
public:
    explicit Screen(const Look& look)
        : m_display(look.pixels())
    {
        if (m_display.name().isEmpty()) {
            std::fputs("Xvfb did not start: packaging/prepare test installs it\n", stderr);
            return;
        }
        qputenv("DISPLAY", m_display.name());
        qputenv("QT_QPA_PLATFORM", "xcb");
        qputenv("QT_SCALE_FACTOR", QByteArray::number(look.scale));
        qputenv("QT_QPA_PLATFORMTHEME", "none"); // the desktop's own dialogs are not the test's
        qunsetenv("WAYLAND_DISPLAY");
        QApplication::setApplicationName(QStringLiteral("Zhanggui"));
        QApplication::setQuitOnLastWindowClosed(false);
    }
    bool isUp() const { return !m_display.name().isEmpty(); }

private:
    const VirtualDisplay m_display;
};

/// Runs the test on an X server of its own. @return the exit code
template <class Test>
int run(int argc, char** argv)
{
    const Screen screen(Look::ofEnvironment());
    if (!screen.isUp())
        return 1;
    QApplication application(argc, argv);
    const WindowKeeper keeper;
    Test test;
    const int failed = QTest::qExec(&test, argc, argv);
    std::printf("screenshots: %s\n", ZG_SCREENSHOTS);
    return failed;
}

} // namespace zg::desk

/// The test's main(): the X server is there before the application.
#define ZG_DESK_MAIN(Test)                                                                                             \
    int main(int argc, char** argv)                                                                                    \
    {                                                                                                                  \
        return zg::desk::run<Test>(argc, argv);                                                                        \
    }
