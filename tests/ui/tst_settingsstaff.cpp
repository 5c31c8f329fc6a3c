// SPDX-License-Identifier: GPL-3.0-or-later
#include "console_fixture.h"
#include "ui/models/accountmodel.h"
#include "ui/pages/settingspage.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/tableview.h"
#include "ui/widgets/undobar.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;

/// The accounts of staff, with real keys and clicks.
class TestSettingsStaff final : public QObject
{
    Q_OBJECT

    std::unique_ptr<Console> m_console;
    Page* m_page = nullptr;
    TableView* m_table = nullptr;

    static QList<node::StaffAccount> some()
    {
        node::StaffAccount boss;
        boss.id = UserId(1);
        boss.username = u"admin"_s;
        boss.nickname = u"陈店长"_s;
        boss.role = u"admin"_s;
        boss.signedInAt = FakeNode::startMs;
        boss.sessions = 1;
        node::StaffAccount mei;
        mei.id = UserId(2);
        mei.username = u"mei"_s;
        mei.nickname = u"小梅"_s;
        mei.role = u"staff"_s;
        mei.refundLimitFen = 200'00;
        mei.sessions = 2;
        return {boss, mei};
    }
    void open()
    {
        m_console = std::make_unique<Console>();
        m_console->node.accountDesk.items = some();
        m_console->node.staffDesk.signIn(u"admin"_s, u"staff-pass"_s);
        m_console->show();
        m_console->window->showPage(u"settings"_s);
        m_page = m_console->window->page(u"settings"_s);
        QTest::keyClick(m_page, Qt::Key_2, Qt::AltModifier);
        m_table = m_page->findChild<TableView*>(u"accounts"_s);
        QTRY_COMPARE(m_table->model()->rowCount(), int(m_console->node.accountDesk.items.size()));
        QVERIFY(m_table->isVisible());
        QVERIFY(m_table->hasFocus());
    }
    QDialog* dialog() { return m_page->findChild<QDialog*>(u"accountDialog"_s); }
    QString told()
    {
        for (const UndoBar* bar : m_page->findChildren<UndoBar*>())
            if (!bar->text().isEmpty())
                return bar->text();
        return {};
    }
    QString cell(int row, int column) { return m_table->model()->index(row, column).data().toString(); }
    void press(const QString& name)
    {
        auto* button = m_page->findChild<QToolButton*>(name + u"Button"_s);
        QVERIFY(button && button->isEnabled());
        QTest::mouseClick(button, Qt::LeftButton);
    }

private Q_SLOTS:
    void lists()
    {
        AccountModel model;
        const QAbstractItemModelTester tester(&model);
        model.assign(some());
        model.assign(some().mid(1));
        open();
        QCOMPARE(cell(0, AccountModel::RoleColumn), u"Administrator"_s);
        QCOMPARE(cell(0, AccountModel::LimitColumn), u"any amount"_s);
        QCOMPARE(cell(1, AccountModel::LimitColumn), u"¥ 200.00"_s);
        QCOMPARE(cell(1, AccountModel::SignedInColumn), u"–"_s);
        QCOMPARE(cell(1, AccountModel::StateColumn), u"Active"_s);
        m_console->node.accountDesk.items[1].isLocked = true;
        m_console->ticks(8);
        QTRY_COMPARE(cell(1, AccountModel::StateColumn), u"Locked for a while"_s);
    }

    void makesOneByTheKeyboard()
    {
        open();
        QTest::keyClick(m_table, Qt::Key_N, Qt::ControlModifier);
        QTRY_VERIFY(dialog());
        auto* name = dialog()->findChild<QLineEdit*>(u"username"_s);
        QTRY_VERIFY(name->hasFocus());
        QTest::keyClicks(name, u"li"_s);
        QTest::keyClicks(dialog()->findChild<QLineEdit*>(u"limit"_s), u"x"_s);
        QTest::keyClick(name, Qt::Key_Return);
        QVERIFY(dialog()->findChild<QLabel*>(u"error"_s)->text().contains(u"yuan"_s));
        dialog()->findChild<QLineEdit*>(u"limit"_s)->clear();
        QTest::keyClicks(dialog()->findChild<QLineEdit*>(u"limit"_s), u"99.5"_s);
        QTest::keyClicks(dialog()->findChild<QLineEdit*>(u"password"_s), u"abc"_s);
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_VERIFY(dialog()->findChild<QLabel*>(u"error"_s)->text().contains(u"6 to 128"_s));
        QTest::keyClicks(dialog()->findChild<QLineEdit*>(u"password"_s), u"defg"_s);
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_VERIFY(!dialog());
        const auto& edit = m_console->node.accountDesk.edits.last();
        QCOMPARE(edit.role, std::optional(u"staff"_s));
        QCOMPARE(edit.password, std::optional(u"abcdefg"_s));
        QVERIFY(edit.refundLimitFen == std::optional(std::optional<qint64>(99'50)));
        QTRY_COMPARE(m_table->model()->rowCount(), 3);
        QVERIFY2(told().contains(u"li can sign in"_s), qPrintable(told()));
    }

    void changesTheRoleAndUndoesIt()
    {
        open();
        QTest::keyClick(m_table, Qt::Key_Down);
        QTest::keyClick(m_table, Qt::Key_Return);
        QTRY_VERIFY(dialog());
        QVERIFY(!dialog()->findChild<QLineEdit*>(u"username"_s)->isEnabled());
        QTest::keyClick(dialog()->findChild<QComboBox*>(u"role"_s), Qt::Key_Down);
        QTest::mouseClick(dialog()->findChild<QPushButton*>(u"save"_s), Qt::LeftButton);
        QTRY_COMPARE(cell(1, AccountModel::RoleColumn), u"Administrator"_s);
        QTRY_VERIFY(!dialog());
        QVERIFY(!m_console->node.accountDesk.edits.last().nickname);
        QVERIFY(!m_console->node.accountDesk.edits.last().password);
        m_console->window->activateWindow(); // a dialog was in front
        QVERIFY(QTest::qWaitForWindowActive(m_console->window.get()));
        QTest::keyClick(m_console->window.get(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(cell(1, AccountModel::RoleColumn), u"Staff"_s);
    }

    void disablesAndUndoesIt()
    {
        open();
        QTest::keyClick(m_table, Qt::Key_Down);
        press(u"toggleActive"_s);
        QTRY_COMPARE(cell(1, AccountModel::StateColumn), u"Disabled"_s);
        QVERIFY2(told().contains(u"disabled"_s), qPrintable(told()));
        QTest::keyClick(m_console->window.get(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(cell(1, AccountModel::StateColumn), u"Active"_s);
    }

    void signsOut()
    {
        open();
        QTest::keyClick(m_table, Qt::Key_Down);
        press(u"endSessions"_s);
        QTRY_COMPARE(cell(1, AccountModel::SessionsColumn), u"0"_s);
        QCOMPARE(told(), u"mei was signed out in 2 places"_s);
        QTRY_VERIFY(!m_page->findChild<QToolButton*>(u"endSessionsButton"_s)->isEnabled());
    }

    void theLastAdministratorIsSaid()
    {
        open();
        m_console->node.accountDesk.refusal = Error{ErrorCode::IllegalTransition};
        press(u"toggleActive"_s);
        QTRY_VERIFY2(told().contains(u"last administrator"_s), qPrintable(told()));
    }

    void givesANewPassword()
    {
        open();
        QTest::keyClick(m_table, Qt::Key_Down);
        press(u"resetPassword"_s);
        QTRY_VERIFY(dialog());
        auto* password = dialog()->findChild<QLineEdit*>(u"password"_s);
        QTRY_VERIFY(password->hasFocus());
        QCOMPARE(password->echoMode(), QLineEdit::Password);
        QTest::keyClicks(password, u"new-pass"_s);
        QTest::keyClick(password, Qt::Key_Return);
        QTRY_VERIFY(!dialog());
        QCOMPARE(m_console->node.accountDesk.edits.last().password, std::optional(u"new-pass"_s));
        QVERIFY(!m_console->node.accountDesk.edits.last().role);
    }

    void isForAdministrators()
    {
        m_console = std::make_unique<Console>();
        m_console->node.accountDesk.refusal = Error{ErrorCode::RoleForbidden};
        m_console->node.staffDesk.signIn(u"mei"_s, u"staff-pass"_s);
        m_console->show();
        m_console->window->showPage(u"settings"_s);
        m_page = m_console->window->page(u"settings"_s);
        QTest::keyClick(m_page, Qt::Key_2, Qt::AltModifier);
        auto shown = [this] {
            for (const EmptyState* state : m_page->findChildren<EmptyState*>())
                if (state->isVisible())
                    return state->headline();
            return QString();
        };
        QTRY_COMPARE(shown(), u"For administrators"_s);
        QVERIFY(!m_page->findChild<QToolButton*>(u"newAccountButton"_s)->isEnabled());
    }
};

QTEST_MAIN(TestSettingsStaff)
#include "tst_settingsstaff.moc"
