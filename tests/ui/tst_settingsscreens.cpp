// SPDX-License-Identifier: GPL-3.0-or-later
#include "console_fixture.h"
#include "ui/pages/settingspage.h"
#include "ui/widgets/tableview.h"

#include <QDialog>
#include <QDir>
#include <QTest>
#include <QToolButton>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;
using node::OperationKind;

/// Pictures of the settings' sections in both languages and both themes, for people to look at.
class TestSettingsScreens final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySection_data();
    void everySection();

private:
    void save(QWidget* widget, const QString& name);
};

namespace {

void fill(FakeNode& node)
{
    node.list = describeSettings(
        *loadSettings({u"--data-dir"_s, u"/var/lib/zhanggui"_s, u"--listen"_s, u"0.0.0.0:8080"_s, u"--demo"_s},
                      {{u"ZHANGGUI_RATE_LIMIT"_s, u"500"_s}}));
    for (SettingInfo& info : node.list) {
        if (info.key == u"pool-size"_s)
            info.next = info.inFile = u"40"_s;
        if (info.key == u"io-threads"_s)
            info.next = info.inFile = u"4"_s;
    }
    const struct
    {
        const char *username, *nickname, *role;
        qint64 limit;
        int sessions;
    } people[] = {{"admin", "陈店长", "admin", -1, 1},
                  {"mei", "小梅", "staff", 200'00, 2},
                  {"li", "李师傅", "staff", -1, 0},
                  {"zhao", "赵敏", "staff", 50'00, 0}};
    qint64 id = 0;
    for (const auto& person : people) {
        node::StaffAccount account;
        account.id = UserId(++id);
        account.username = QString::fromUtf8(person.username);
        account.nickname = QString::fromUtf8(person.nickname);
        account.role = QString::fromUtf8(person.role);
        if (person.limit >= 0)
            account.refundLimitFen = person.limit;
        account.sessions = person.sessions;
        account.isActive = id != 4;
        account.isLocked = id == 3;
        account.signedInAt = id == 4 ? 0 : FakeNode::startMs - id * 3'700'000;
        node.accountDesk.items.append(account);
    }
    const struct
    {
        OperationKind kind;
        const char* subject;
        QList<audit::Change> changes;
        const char* origin;
    } done[] = {
        {OperationKind::Setting, "pool-size", {{u"value"_s, u"20"_s, u"40"_s}}, "console"},
        {OperationKind::Refund,
         "2025100908000047",
         {{u"status"_s, u"refunding"_s, u"refunded"_s}, {u"amount"_s, {}, u"12800"_s}},
         "console"},
        {OperationKind::Account, "mei", {{u"refund_limit"_s, u"10000"_s, u"20000"_s}}, "console"},
        {OperationKind::Shipment,
         "2025100908000046",
         {{u"status"_s, u"paid"_s, u"shipped"_s}, {u"tracking_no"_s, {}, u"SF1432008877"_s}},
         "10.2.0.17"},
        {OperationKind::Product, "西湖龙井 明前特级 250 g", {{u"price"_s, u"26800"_s, u"25900"_s}}, "console"},
        {OperationKind::Stock,
         "景德镇青花茶杯 一对",
         {{u"stock"_s, u"0"_s, u"24"_s}, {u"note"_s, {}, u"到货"_s}},
         "10.2.0.17"},
        {OperationKind::Strategy, "stock-strategy", {{u"strategy"_s, u"group"_s, u"optimistic"_s}}, "10.2.0.9"},
        {OperationKind::Category, "茶具", {{u"name"_s, {}, u"茶具"_s}, {u"sort"_s, {}, u"8"_s}}, "console"},
    };
    for (const auto& one : done) {
        node::Operation operation;
        operation.id = 100 - node.operationDesk.items.size();
        operation.at = FakeNode::startMs - node.operationDesk.items.size() * 431'000;
        operation.by = UserId(1 + node.operationDesk.items.size() % 3);
        operation.byName = QString::fromUtf8(people[node.operationDesk.items.size() % 3].username);
        operation.kind = one.kind;
        operation.subject = QString::fromUtf8(one.subject);
        operation.changes = one.changes;
        operation.origin = QString::fromUtf8(one.origin);
        node.operationDesk.items.append(operation);
    }
}

} // namespace

void TestSettingsScreens::everySection_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<bool>("dark");
    QTest::addColumn<QSize>("size");
    for (const QString& language : {u"zh_CN"_s, u"en"_s})
        for (const bool dark : {false, true})
            for (const QSize size : {QSize(1'440, 900), QSize(1'366, 768)})
                QTest::addRow("%s-%s-%d", qPrintable(language), dark ? "dark" : "light", size.width())
                    << language << dark << size;
}

void TestSettingsScreens::save(QWidget* widget, const QString& name)
{
    QTest::qWait(20); // lets what was asked arrive
    const QString folder = qEnvironmentVariable("ZG_SCREENSHOTS", QStringLiteral(ZG_SCREENSHOTS));
    QVERIFY(QDir().mkpath(folder));
    const QString path =
        folder + u"/settings-"_s + name + u'-' + QString::fromUtf8(QTest::currentDataTag()) + u".png"_s;
    QVERIFY2(widget->grab().save(path), qPrintable(path));
}

void TestSettingsScreens::everySection()
{
    QFETCH(QString, language);
    QFETCH(bool, dark);
    QFETCH(QSize, size);
    Console console(false, language);
    fill(console.node);
    console.theme.setMode(dark ? Theme::Mode::Dark : Theme::Mode::Light);
    console.node.staffDesk.signIn(u"admin"_s, u"staff-pass"_s);
    console.show(size);
    console.ticks(20);
    console.window->showPage(u"settings"_s);
    auto* page = static_cast<SettingsPage*>(console.window->page(u"settings"_s));
    auto* table = page->findChild<TableView*>(u"table"_s);
    for (int row = 0; row < table->model()->rowCount(); ++row)
        if (table->model()->index(row, 0).data().toString() == u"pool-size"_s)
            table->chooseRow(row);
    save(console.window.get(), u"general"_s);
    page->showSection(SettingsPage::Staff);
    save(console.window.get(), u"staff"_s);
    page->findChild<QToolButton*>(u"newAccountButton"_s)->click();
    auto* dialog = page->findChild<QDialog*>(u"accountDialog"_s);
    QVERIFY(dialog);
    save(dialog, u"account"_s);
    dialog->reject();
    page->showSection(SettingsPage::Operations);
    save(console.window.get(), u"operations"_s);
}

QTEST_MAIN(TestSettingsScreens)
#include "tst_settingsscreens.moc"
