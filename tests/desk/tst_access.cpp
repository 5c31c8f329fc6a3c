// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/desk.h"
#include "desk/traffic.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QButtonGroup>
#include <QComboBox>
#include <QDialog>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QSet>
#include <QTabBar>

using namespace zg;
using namespace zg::desk;
using namespace Qt::StringLiterals;

/// Who does not see the window, or has no mouse, can use it: every control of every page and dialog has a name, and
/// the Tab key comes to it.
class TestAccess final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyControl();

private:
    static bool isControl(const QWidget* widget);
    static QString told(const QWidget* widget);
    /// What has no name, or no way to it by Tab, among what can be seen in that window now.
    static QStringList faults(QWidget* window);
};

namespace {
constexpr int atOnce = 10;
constexpr int mostPresses = 150;
} // namespace

bool TestAccess::isControl(const QWidget* widget)
{
    if (qobject_cast<const QHeaderView*>(widget) || widget->objectName().startsWith(u"qt_"_s) ||
        qobject_cast<QAbstractSpinBox*>(widget->parentWidget()) || qobject_cast<QComboBox*>(widget->parentWidget()) ||
        qobject_cast<QLineEdit*>(widget->parentWidget()))
        return false; // a part of another control
    return qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QLineEdit*>(widget) ||
           qobject_cast<const QComboBox*>(widget) || qobject_cast<const QAbstractItemView*>(widget) ||
           qobject_cast<const QAbstractSpinBox*>(widget) || qobject_cast<const QPlainTextEdit*>(widget) ||
           (widget->focusPolicy() & Qt::TabFocus) != 0;
}

QString TestAccess::told(const QWidget* widget)
{
    return u"%1 %2 in %3"_s.arg(QString::fromLatin1(widget->metaObject()->className()), widget->objectName(),
                                widget->parentWidget() ? widget->parentWidget()->objectName() : QString());
}

QStringList TestAccess::faults(QWidget* window)
{
    QStringList found;
    QSet<QWidget*> left;
    for (QWidget* each : window->findChildren<QWidget*>()) {
        if (!each->isVisible() || each->visibleRegion().isEmpty() || each->window() != window || !isControl(each))
            continue;
        QAccessibleInterface* const access = QAccessible::queryAccessibleInterface(each);
        if (!access || access->text(QAccessible::Name).trimmed().isEmpty())
            found += told(each) + u": no name"_s;
        const auto* button = qobject_cast<QAbstractButton*>(each);
        if (button && button->text().isEmpty() && button->toolTip().isEmpty())
            found += told(each) + u": an icon alone, and no tooltip"_s;
        if (each->isEnabled() && each->focusPolicy() != Qt::NoFocus && !each->focusProxy())
            left.insert(each);
    }
    QWidget* const start = QApplication::focusWidget();
    bool isRound = false; // it is where it began
    const auto arrived = [&left](QWidget* at) {
        for (QWidget* each = at; each; each = each->parentWidget())
            left.remove(each);
        const auto* button = qobject_cast<QAbstractButton*>(at);
        if (button && button->group() && button->group()->exclusive())
            for (QAbstractButton* each : button->group()->buttons())
                left.remove(each); // the arrow keys go on from here
    };
    const auto came = QObject::connect(qApp, &QApplication::focusChanged, [&](QWidget*, QWidget* now) {
        isRound = isRound || (now && now == start);
        arrived(now);
    });
    arrived(start);
    for (int presses = 0; presses < mostPresses && !left.isEmpty() && !isRound; presses += atOnce) {
        QWidget* const before = QApplication::focusWidget();
        Hand::key(u"Tab"_s, atOnce);
        (void)QTest::qWaitFor([&] { return QApplication::focusWidget() != before; }, 500);
        QCoreApplication::processEvents();
    }
    QObject::disconnect(came);
    for (const QWidget* each : std::as_const(left))
        found += told(each) + u": Tab does not come to it"_s;
    return found;
}

void TestAccess::everyControl()
{
    Desk desk;
    QTRY_VERIFY_WITH_TIMEOUT(desk.isServing(), Desk::patienceMs);
    desk.goTo(u"orders"_s);
    QTRY_VERIFY(desk.window->isActiveWindow());
    QStringList wrong = faults(desk.window.get()); // signing in
    desk.signIn();
    const Traffic traffic(desk.port());
    QTRY_VERIFY_WITH_TIMEOUT(traffic.count() > 20, Desk::patienceMs);
    for (const ui::PageInfo& info : ui::pages()) {
        desk.goTo(QString::fromLatin1(info.id));
        Desk::settle();
        for (const QString& each : faults(desk.window.get()))
            wrong += QString::fromLatin1(info.id) + u": "_s + each;
    }
    const struct
    {
        QString page, keys;
    } dialogs[] = {{u"orders"_s, u"ctrl+i"_s}, {u"orders"_s, u"ctrl+u"_s}, {u"orders"_s, u"F11"_s}};
    for (const auto& row : dialogs) {
        desk.goTo(row.page);
        Desk::settle();
        Hand::key(row.keys);
        QTRY_VERIFY2(QApplication::activeWindow() && QApplication::activeWindow() != desk.window.get(),
                     qPrintable(row.page + row.keys));
        Desk::settle();
        wrong += faults(QApplication::activeWindow());
        Hand::key(u"Escape"_s);
        QTRY_VERIFY2(desk.window->isActiveWindow(), qPrintable(row.page + row.keys));
    }
    wrong.removeDuplicates();
    for (const QString& each : std::as_const(wrong))
        qWarning("%s", qPrintable(each));
    QVERIFY2(wrong.isEmpty(), qPrintable(u"\n"_s + wrong.join(u'\n')));
}

ZG_DESK_MAIN(TestAccess)
#include "tst_access.moc"
