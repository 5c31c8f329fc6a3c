// SPDX-License-Identifier: GPL-3.0-or-later
#include "console_fixture.h"
#include "ui/models/settingsmodel.h"
#include "ui/models/settingtexts.h"
#include "ui/pages/settingspage.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/segments.h"
#include "ui/widgets/tabletools.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QStackedWidget>
#include <QTableView>
#include <QTest>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;

class TestSettings final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsEverySetting();
    void filters_data();
    void filters();
    void copiesAsTsv();
    void everySentenceIsOurs();
    void choosesLooks();
};

namespace {

QList<SettingInfo> some()
{
    return {{u"listen"_s,
             u"127.0.0.1:8080"_s,
             u"Where the API listens; port 0 takes a free one."_s,
             u"HOST:PORT"_s,
             {},
             SettingSource::CommandLine,
             true},
            {u"pool-size"_s, u"20"_s, u"Database connections at most (HikariCP's maximumPoolSize)."_s, u"1–1000"_s,
             u"connections"_s, SettingSource::Default, true},
            {u"rate-limit"_s, u"100"_s, u"Requests of one client."_s, u"0–1000000"_s, u"requests/s"_s,
             SettingSource::Environment, false}};
}

} // namespace

void TestSettings::listsEverySetting()
{
    SettingsModel model;
    const QAbstractItemModelTester tester(&model);
    model.assign(some());
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.index(0, SettingsModel::Source).data().toString(), u"Command line"_s);
    QCOMPARE(model.index(1, SettingsModel::Source).data().toString(), u"Default"_s);
    QCOMPARE(model.index(1, SettingsModel::RangeText).data().toString(), u"1–1000 connections"_s);
    QCOMPARE(model.index(2, SettingsModel::RangeText).data().toString(), u"0–1,000,000 requests/s"_s);
    QCOMPARE(model.index(2, SettingsModel::Restart).data().toString(), u"At once"_s);
}

void TestSettings::filters_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<int>("rows");
    QTest::newRow("nothing") << QString() << 3;
    QTest::newRow("name") << u"pool"_s << 1;
    QTest::newRow("meaning") << u"hikari"_s << 1;
    QTest::newRow("source") << u"environment"_s << 1;
    QTest::newRow("two words") << u"listen command"_s << 1;
    QTest::newRow("none") << u"quux"_s << 0;
}

void TestSettings::filters()
{
    QFETCH(QString, typed);
    Console console;
    console.node.list = some();
    console.node.staffDesk.signIn(u"mei"_s, u"staff-pass"_s);
    console.show();
    console.window->showPage(u"settings"_s);
    Page* page = console.window->page(u"settings"_s);
    QTest::keyClick(console.window.get(), Qt::Key_F, Qt::ControlModifier);
    auto* search = page->findChild<QLineEdit*>(u"search"_s);
    QTest::keyClicks(search, typed);
    auto* table = page->findChild<QTableView*>(u"table"_s);
    QTEST(table->model()->rowCount(), "rows");
    QCOMPARE(table->isVisible(), table->model()->rowCount() > 0);
}

void TestSettings::copiesAsTsv()
{
    SettingsModel model;
    model.assign(some());
    QTableView table;
    table.setModel(&model);
    table.hideColumn(SettingsModel::Meaning);
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    QCOMPARE(tableAsTsv(table).count(u'\n'), 4);
    table.selectRow(1);
    QCOMPARE(
        tableAsTsv(table),
        u"Setting\tValue\tComes from\tTakes\tA change works\npool-size\t20\tDefault\t1–1000 connections\tAfter a restart\n"_s);
}

void TestSettings::everySentenceIsOurs()
{
    const auto loaded = loadSettings({u"--data-dir"_s, QDir::tempPath()}, {});
    QVERIFY(loaded);
    for (const SettingInfo& info : describeSettings(*loaded))
        QVERIFY2(hasSettingText(info), qPrintable(info.key + u": "_s + info.meaning));
}

void TestSettings::choosesLooks()
{
    Console console;
    console.node.staffDesk.signIn(u"mei"_s, u"staff-pass"_s);
    console.show();
    console.window->showPage(u"settings"_s);
    Page* page = console.window->page(u"settings"_s);
    Q_EMIT page->findChild<Segments*>(u"theme"_s)->currentChanged(2);
    QVERIFY(console.theme.isDark());
    Q_EMIT page->findChild<Segments*>(u"language"_s)->currentChanged(1);
    QCOMPARE(console.lingo.current(), u"zh_CN"_s);
    QCOMPARE(page->title(), u"设置"_s);
    QCOMPARE(console.state.value(u"look/language"_s).toString(), u"zh_CN"_s);
    Q_EMIT page->findChild<Segments*>(u"closing"_s)->currentChanged(1);
    QCOMPARE(console.state.value(u"window/onClose"_s).toString(), u"keep"_s);
}

QTEST_MAIN(TestSettings)
#include "tst_settings.moc"
