// SPDX-License-Identifier: GPL-3.0-or-later
#include "console_fixture.h"
#include "ui/models/settingsmodel.h"
#include "ui/pages/settingseditor.h"
#include "ui/pages/settingspage.h"
#include "ui/widgets/tableview.h"
#include "ui/widgets/undobar.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;

/// The editor below the settings, with real keys and clicks.
class TestSettingsEditing final : public QObject
{
    Q_OBJECT

    std::unique_ptr<Console> m_console;
    Page* m_page = nullptr;

    template <class T>
    T* find(const QString& name)
    {
        return m_page->findChild<T*>(name);
    }
    void open(const QString& who = u"admin"_s)
    {
        m_console = std::make_unique<Console>();
        SettingInfo pool{u"pool-size"_s, u"20"_s, {}, u"1–1000"_s, u"connections"_s, SettingSource::Default, true};
        pool.input = SettingInput::Number;
        SettingInfo listen{u"listen"_s, u"127.0.0.1:8080"_s, {}, u"HOST:PORT"_s, {}, SettingSource::CommandLine, true};
        SettingInfo log{u"access-log"_s, u"false"_s, {}, u"true, false"_s, {}, SettingSource::Default, false};
        log.input = SettingInput::Switch;
        SettingInfo strategy{u"stock-strategy"_s,    u"group"_s, {}, u"group, optimistic"_s, {},
                             SettingSource::Default, false};
        strategy.input = SettingInput::Choice;
        strategy.choices = QStringList{u"group"_s, u"optimistic"_s};
        SettingInfo redis{u"redis"_s, u"redis://:••••••@h:1/0"_s, {}, u"redis://…"_s, {}, SettingSource::File, true};
        redis.inFile = redis.value;
        SettingInfo secret{u"jwt-secret"_s, u"••••••"_s, {}, {}, {}, SettingSource::Environment, true};
        secret.isEditable = false;
        m_console->node.list = {pool, listen, log, strategy, redis, secret};
        m_console->node.staffDesk.signIn(who, u"staff-pass"_s);
        m_console->show();
        m_console->window->showPage(u"settings"_s);
        m_page = m_console->window->page(u"settings"_s);
    }
    void choose(const QString& key)
    {
        auto* table = find<TableView>(u"table"_s);
        const QAbstractItemModel* model = table->model();
        for (int row = 0; row < model->rowCount(); ++row) {
            if (model->index(row, SettingsModel::Name).data().toString() != key)
                continue;
            table->scrollTo(model->index(row, 0));
            QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(model->index(row, 0)).center());
            QCOMPARE(find<SettingsEditor>(u"settingEditor"_s)->key(), key);
            return;
        }
        QFAIL("no such setting");
    }
    QString told()
    {
        for (const UndoBar* bar : m_page->findChildren<UndoBar*>())
            if (!bar->text().isEmpty())
                return bar->text();
        return {};
    }
    const QList<std::pair<QString, std::optional<QString>>>& asked() { return m_console->node.fileDesk.asked; }

private Q_SLOTS:
    void aNumberByTheKeyboard()
    {
        open();
        choose(u"pool-size"_s);
        QTest::keyClick(find<TableView>(u"table"_s), Qt::Key_Return);
        auto* field = find<QLineEdit>(u"settingText"_s);
        QVERIFY(field->hasFocus());
        QCOMPARE(field->text(), u"20"_s);
        QVERIFY(!find<QPushButton>(u"settingSave"_s)->isEnabled());
        QTest::keyClicks(field, u"2000"_s);
        QVERIFY(!find<QPushButton>(u"settingSave"_s)->isEnabled());
        QVERIFY2(find<QLabel>(u"settingRemark"_s)->text().contains(u"1–1000"_s),
                 qPrintable(find<QLabel>(u"settingRemark"_s)->text()));
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(asked().isEmpty());
        QTest::keyClick(field, Qt::Key_Escape);
        QCOMPARE(field->text(), u"20"_s);
        field->selectAll();
        QTest::keyClicks(field, u"40"_s);
        QVERIFY(!m_page->unsaved().isEmpty());
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE(asked().size(), 1);
        QCOMPARE(asked().last(), std::pair(u"pool-size"_s, std::optional(u"40"_s)));
        QTRY_VERIFY2(told().contains(u"after a restart"_s), qPrintable(told()));
        QVERIFY(m_page->unsaved().isEmpty());
        QCOMPARE(find<QWidget>(u"waiting"_s)->findChild<QLabel*>()->text(), u"1 change takes effect after a restart"_s);
        auto* table = find<TableView>(u"table"_s);
        QCOMPARE(table->model()->index(0, SettingsModel::Value).data().toString(), u"20 → 40"_s);

        QTest::keyClick(m_console->window.get(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(asked().size(), 2);
        QCOMPARE(asked().last(), std::pair(u"pool-size"_s, std::optional<QString>()));
        QTRY_VERIFY(!find<QWidget>(u"waiting"_s)->isVisible());
    }

    void aSwitchAndAChoiceCountAtOnce()
    {
        open();
        choose(u"access-log"_s);
        QVERIFY(find<QLabel>(u"settingRemark"_s)->text().contains(u"at once"_s));
        find<QCheckBox>(u"settingSwitch"_s)->click();
        QTest::mouseClick(find<QPushButton>(u"settingSave"_s), Qt::LeftButton);
        QTRY_COMPARE(asked().size(), 1);
        QCOMPARE(asked().last(), std::pair(u"access-log"_s, std::optional(u"true"_s)));
        QTRY_VERIFY2(told().contains(u"in force"_s), qPrintable(told()));
        QVERIFY(!find<QWidget>(u"waiting"_s)->isVisible());

        choose(u"stock-strategy"_s);
        auto* choice = find<QComboBox>(u"settingChoice"_s);
        QVERIFY(choice->isVisible());
        QTest::keyClick(choice, Qt::Key_Down);
        QTest::keyClick(choice, Qt::Key_Return);
        QTRY_COMPARE(asked().size(), 2);
        QCOMPARE(asked().last(), std::pair(u"stock-strategy"_s, std::optional(u"optimistic"_s)));
    }

    void whatWinsIsSaid()
    {
        open();
        choose(u"listen"_s);
        QVERIFY(find<QLabel>(u"settingRemark"_s)->text().contains(u"command line"_s, Qt::CaseInsensitive));
        auto* field = find<QLineEdit>(u"settingText"_s);
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, u"0.0.0.0:9000"_s);
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE(asked().size(), 1);
        QTRY_VERIFY2(told().contains(u"command line still wins"_s), qPrintable(told()));
        QCOMPARE(field->text(), u"0.0.0.0:9000"_s); // what the file says
        QVERIFY(find<QPushButton>(u"settingDefault"_s)->isEnabled());
        QTest::mouseClick(find<QPushButton>(u"settingDefault"_s), Qt::LeftButton);
        QTRY_COMPARE(asked().size(), 2);
        QCOMPARE(asked().last(), std::pair(u"listen"_s, std::optional<QString>()));
    }

    void aRefusalKeepsWhatWasTyped()
    {
        open();
        m_console->node.fileDesk.refusal = Error{ErrorCode::DependencyDown, u"the disk is full"_s};
        choose(u"pool-size"_s);
        auto* field = find<QLineEdit>(u"settingText"_s);
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, u"40"_s);
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_VERIFY2(find<QLabel>(u"settingRemark"_s)->text().contains(u"the disk is full"_s),
                     qPrintable(find<QLabel>(u"settingRemark"_s)->text()));
        QCOMPARE(field->text(), u"40"_s);
        QVERIFY(told().isEmpty());
    }

    void passwordsAreNeverShown()
    {
        open();
        choose(u"redis"_s);
        auto* field = find<QLineEdit>(u"settingText"_s);
        field->setFocus();
        QTest::keyClick(field, Qt::Key_End);
        QTest::keyClicks(field, u"1"_s);
        QVERIFY(find<QLabel>(u"settingRemark"_s)->text().contains(u"password"_s));
        QVERIFY(!find<QPushButton>(u"settingSave"_s)->isEnabled());
        choose(u"jwt-secret"_s);
        QVERIFY(!field->isEnabled());
        QVERIFY(find<QLabel>(u"settingRemark"_s)->text().contains(u"environment"_s));
    }

    void staffMayLook()
    {
        open(u"mei"_s);
        choose(u"pool-size"_s);
        QVERIFY(!find<QLineEdit>(u"settingText"_s)->isEnabled());
        QVERIFY(!find<QPushButton>(u"settingSave"_s)->isEnabled());
        QVERIFY(find<QLabel>(u"settingRemark"_s)->text().contains(u"administrator"_s));
    }

    void restartsTheNode()
    {
        open();
        m_console->node.list[0].next = u"40"_s;
        m_console->node.list[1].next = u"0.0.0.0:80"_s;
        m_console->node.become(node::State::Serving);
        QCOMPARE(find<QWidget>(u"waiting"_s)->findChild<QLabel*>()->text(), u"2 changes take effect after a restart"_s);
        QTest::mouseClick(find<QPushButton>(u"restart"_s), Qt::LeftButton);
        QCOMPARE(m_console->node.stops, 1);
        QCOMPARE(m_console->node.starts, 1);
        QVERIFY(!find<QPushButton>(u"restart"_s)->isVisible());
        QVERIFY(find<QWidget>(u"waiting"_s)->findChild<QLabel*>()->text().contains(u"restarts"_s));
        m_console->node.list[0].next.reset();
        m_console->node.list[1].next.reset();
        m_console->node.become(node::State::Serving);
        QVERIFY(!find<QWidget>(u"waiting"_s)->isVisible());
    }
};

QTEST_MAIN(TestSettingsEditing)
#include "tst_settingsediting.moc"
