// SPDX-License-Identifier: GPL-3.0-or-later
#include "console_fixture.h"
#include "fakerequests.h"
#include "ui/pages/databasepage.h"
#include "ui/pages/databasestatements.h"
#include "fakefleet.h"
#include "ui/pages/ordersactions.h"
#include "ui/pages/orderscustomer.h"
#include "ui/pages/orderspage.h"
#include "ui/pages/ordersshiplistdialog.h"
#include "ui/pages/packingsession.h"
#include "ui/pages/packingwindow.h"
#include "ui/shell/commandpalette.h"
#include "ui/widgets/tableview.h"

#include <QDir>
#include <QLineEdit>
#include <QTest>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;

/// A picture of each page in both languages and both themes, for people to look at. They go to $ZG_SCREENSHOTS, else to
/// the build folder.
class TestScreenshots final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPage_data();
    void everyPage();
    void ordersDesk_data() { everyPage_data(); }
    void ordersDesk();
    void otherStates_data() { everyPage_data(); }
    void otherStates();

private:
    void save(const Console& console, const QString& name) { save(*console.window, name); }
    void save(QWidget& widget, const QString& name);
};

namespace {

constexpr QSize size(1'440, 900);

void writeLog(LogRing& ring)
{
    const struct
    {
        LogLevel level;
        const char* category;
        const char* thread;
        const char* requestId;
        const char* text;
    } lines[] = {
        {LogLevel::Info, "zhanggui.node", "main", "", "this node does the jobs that are for one"},
        {LogLevel::Info, "zhanggui.redis", "redis", "", "Redis answers at 10.0.0.9:6379"},
        {LogLevel::Info, "zhanggui.access", "io-0", "5e1f0c3a-27",
         "10.0.0.71 GET /api/v1/products/7 200 412 83 us 5e1f0c3a-27"},
        {LogLevel::Info, "zhanggui.access", "io-1", "5e1f0c3a-28",
         "10.0.0.44 POST /api/v1/orders 201 640 2104 us 5e1f0c3a-28"},
        {LogLevel::Debug, "zhanggui.sql", "committer", "", "a group of 12 is tried one by one: out of stock"},
        {LogLevel::Warning, "zhanggui.sql", "keeper", "",
         "pool: connection 4 has been out for 2004 ms (apparent leak); its last statement is order.list.status"},
        {LogLevel::Info, "zhanggui.sql", "database", "",
         "pool: connection 4 came back after all (unleaked), after 2310 ms"},
        {LogLevel::Warning, "zhanggui.http", "io-0", "5e1f0c3a-31",
         "GET /api/v1/orders: internal error: disk I/O error [5e1f0c3a-31]"},
        {LogLevel::Warning, "zhanggui.redis", "redis", "",
         "Redis cannot be used, the node goes on without it: no answer within 250 ms"},
        {LogLevel::Critical, "zhanggui.shop", "edits", "",
         "edits of 3 products were answered and could not be written: they are lost"},
    };
    qint64 atMs = FakeNode::startMs;
    for (int i = 0; i < 40; ++i) {
        const auto& from = lines[size_t(i) % std::size(lines)];
        LogLine line;
        line.atMs = atMs += 137 + 211 * (i % 5);
        line.level = from.level;
        line.category = from.category;
        line.thread = from.thread;
        line.requestId = from.requestId;
        line.text = from.text;
        ring.add(line);
    }
}

void stock(FakeNode& node)
{
    const struct
    {
        const char* name;
        qint64 fen, stock, sales;
    } goods[] = {{"西湖龙井 明前特级 250 g", 26'800, 1'204, 318},
                 {"安溪铁观音 清香型 500 g", 15'900, 86, 1'022},
                 {"景德镇青花茶杯 一对", 8'800, 0, 74},
                 {"手冲咖啡壶 600 ml", 12'900, 432, 96},
                 {"纯棉四件套 1.8 m", 39'900, 57, 41},
                 {"无线耳机 Pro", 69'900, 318, 2'204},
                 {"《平凡的世界》全三册", 10'800, 640, 512},
                 {"有机小米 2.5 kg", 4'590, 2'210, 3'018},
                 {"护手霜 三支装", 3'990, 1'500, 807},
                 {"儿童雨衣 M", 7'900, 12, 63}};
    qint64 id = 0;
    for (const auto& good : goods) {
        shop::Product product;
        product.id = ProductId(++id);
        product.name = QString::fromUtf8(good.name);
        product.categoryId = CategoryId(1 + id % 2);
        product.priceFen = good.fen;
        product.stock = good.stock;
        product.sales = good.sales;
        product.status = id % 4 == 3 ? shop::ProductStatus::OffShelf : shop::ProductStatus::OnSale;
        product.createdAt = product.updatedAt = FakeNode::startMs - id * 86'400'000;
        node.productDesk.items.append(product);

        shop::Order order;
        order.id = OrderId(id);
        order.orderNo = u"2025100908%1"_s.arg(id * 7'919, 8, 10, QChar(u'0'));
        order.userId = UserId(40 + id);
        order.userName = u"demo%1"_s.arg(id);
        order.status = shop::OrderStatus(id % shop::orderStatusCount);
        order.items = {{product.id, product.name, product.priceFen, 1 + id % 3}};
        order.totalFen = order.items.at(0).amountFen();
        order.createdAt = FakeNode::startMs - id * 187'000;
        order.address =
            shop::Address{u"陈思远"_s, u"13800001234"_s, u"浙江省"_s, u"杭州市"_s, u"西湖区"_s, u"文三路 90 号"_s};
        node.orderDesk.items.append(order);
    }
    addRoutes(node);
    addRequests(node);
    const telemetry::Snapshot fleet = fleetOfFour();
    node.now.nodes = fleet.nodes;
    node.now.leases = fleet.leases;
    node.now.strategies = fleet.strategies;
    node.now.breakers = fleet.breakers;
    node.now.queues = fleet.queues;
    writeLog(node.lines);
    fillCache(node.now);
    fillRedis(node.now);
    node.list = describeSettings(
        *loadSettings({u"--data-dir"_s, u"/var/lib/zhanggui"_s, u"--pool-size"_s, u"32"_s, u"--demo"_s},
                      {{u"ZHANGGUI_RATE_LIMIT"_s, u"500"_s}}));
    telemetry::Marker marker;
    marker.atMs = FakeNode::startMs + 4'000;
    marker.text = u"start"_s;
    node.marks.append(marker);
}

} // namespace

void TestScreenshots::everyPage_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<bool>("dark");
    for (const QString& language : {u"zh_CN"_s, u"en"_s})
        for (const bool dark : {false, true})
            QTest::addRow("%s-%s", qPrintable(language), dark ? "dark" : "light") << language << dark;
}

void TestScreenshots::save(QWidget& widget, const QString& name)
{
    QTest::qWait(120); // lets what was asked arrive, and what it changes be laid out
    QFETCH(QString, language);
    QFETCH(bool, dark);
    const QString folder = qEnvironmentVariable("ZG_SCREENSHOTS", QStringLiteral(ZG_SCREENSHOTS));
    QVERIFY(QDir().mkpath(folder));
    const QString path = folder + u'/' + name + u'-' + language + (dark ? u"-dark.png"_s : u"-light.png"_s);
    QVERIFY2(widget.grab().save(path), qPrintable(path));
}

void TestScreenshots::everyPage()
{
    QFETCH(QString, language);
    QFETCH(bool, dark);
    Console console(false, language);
    stock(console.node);
    console.theme.setMode(dark ? Theme::Mode::Dark : Theme::Mode::Light);
    console.node.staffDesk.signIn(u"陈店长"_s, u"staff-pass"_s);
    console.show(size);
    console.ticks(60);
    for (const PageInfo& info : pages()) {
        console.window->showPage(QString::fromLatin1(info.id));
        QCoreApplication::processEvents();
        console.ticks(4);
        save(console, QString::fromLatin1(info.id));
    }
    console.window->showPage(u"requests"_s);
    console.ticks(100); // most of a minute of the routes' rates
    auto* requests = console.window->page(u"requests"_s)->findChild<TableView*>(u"requests"_s);
    requests->chooseRow(0);
    QTest::keyClick(requests, Qt::Key_Return);
    save(console, u"request"_s);
    console.window->resize(1'366, 768);
    QCoreApplication::processEvents();
    save(console, u"request-small"_s);
    auto* database = qobject_cast<DatabasePage*>(console.window->page(u"database"_s));
    console.window->showPage(u"database"_s);
    database->showView(DatabasePage::Statements);
    database->findChild<DatabaseStatements*>()->lookForIndex();
    console.ticks(8);
    save(console, u"database-statements"_s);
    console.window->resize(1'366, 768);
    QCoreApplication::processEvents();
    save(console, u"database-statements-small"_s);
    database->showView(DatabasePage::Connections);
    console.ticks(4);
    save(console, u"database-small"_s);
}

void TestScreenshots::ordersDesk()
{
    QFETCH(QString, language);
    QFETCH(bool, dark);
    Console console(false, language);
    stock(console.node);
    QList<shop::Order>& orders = console.node.orderDesk.items;
    for (int i = 0; i < orders.size(); ++i) {
        orders[i].status = i % 4 == 3 ? shop::OrderStatus::Refunding : shop::OrderStatus::Paid;
        const QList<shop::OrderItem> more{orders.at((i + 1) % 10).items.first(), orders.at((i + 4) % 10).items.first()};
        for (const shop::OrderItem& item : more)
            orders[i].items.append({item.productId, item.name, item.priceFen, 1 + i % 3});
    }
    orders[0].remark = u"请用顺丰发货，周末不在家。"_s;
    console.theme.setMode(dark ? Theme::Mode::Dark : Theme::Mode::Light);
    console.node.staffDesk.signIn(u"陈店长"_s, u"staff-pass"_s);
    console.show({1'366, 768});
    console.window->showPage(u"orders"_s);
    console.ticks(4);
    auto* page = qobject_cast<OrdersPage*>(console.window->page(u"orders"_s));
    QVERIFY(page);
    save(console, u"orders-1366"_s);
    console.window->showPage(u"sales"_s);
    console.ticks(2);
    save(console, u"sales-1366"_s);
    console.window->showPage(u"orders"_s);
    page->orderActions().customer->trigger();
    auto* customer = page->findChild<OrdersCustomer*>();
    QTRY_VERIFY(customer->customer().id.isSet());
    save(*customer, u"customer"_s);
    customer->reject();
    page->orderActions().shipFile->trigger();
    auto* list = page->findChild<OrdersShipListDialog*>();
    save(*list, u"shiplist-text"_s);
    list->list().check(orders.at(0).orderNo + u",SF1403829384710\n"_s + orders.at(1).orderNo + u",SF1403829384711\n"_s +
                       orders.at(3).orderNo + u",SF1403829384712\n"_s + u"202510099999999999,SF1\n"_s);
    QTRY_COMPARE(list->list().state(), OrdersShipList::State::Checked);
    save(*list, u"shiplist"_s);
    list->reject();
    page->orderActions().pack->trigger();
    auto* packing = page->findChild<PackingWindow*>();
    auto* session = page->findChild<PackingSession*>();
    QTRY_COMPARE(session->stage(), PackingSession::Stage::Picking);
    packing->showNormal();
    packing->resize(1'366, 768);
    const shop::OrderItem first = session->current().order().items.first();
    session->scan(QString::number(first.productId.value));
    save(*packing, u"packing"_s);
    session->scan(u"999"_s);
    save(*packing, u"packing-wrong"_s);
    for (const shop::OrderItem& item : session->current().order().items)
        for (qint64 i = item.productId == first.productId ? 1 : 0; i < item.quantity; ++i)
            session->scan(QString::number(item.productId.value));
    packing->resize(1'920, 1'080);
    save(*packing, u"packing-complete-1920"_s);
    session->scan(u"SF1403829384713"_s); // the fake store says that the database does not answer
    QTest::qWait(20);
    packing->resize(1'024, 640);
    save(*packing, u"packing-refused-1024"_s);
    packing->leave();
}

void TestScreenshots::otherStates()
{
    QFETCH(QString, language);
    QFETCH(bool, dark);
    {
        Console console(true, language);
        console.theme.setMode(dark ? Theme::Mode::Dark : Theme::Mode::Light);
        console.show(size);
        save(console, u"firststart"_s);
    }
    Console console(false, language);
    stock(console.node);
    console.theme.setMode(dark ? Theme::Mode::Dark : Theme::Mode::Light);
    console.show(size);
    console.ticks(60);
    console.window->openPalette();
    save(console, u"palette"_s);
    console.window->commandPalette().dismiss();
    console.window->showPage(u"products"_s);
    save(console, u"signin"_s);
    console.window->showPage(u"overview"_s);
    console.node.now.outcomes[size_t(telemetry::Outcome::ServerError)] += 12;
    console.node.why = Error{ErrorCode::DependencyDown, u"disk I/O error"_s};
    console.node.become(node::State::Degraded);
    console.ticks(8);
    console.window->resize(1'000, 720);
    QCoreApplication::processEvents();
    console.ticks(4);
    save(console, u"degraded"_s);
    console.window->resize(size);
    console.node.why =
        Error{ErrorCode::DependencyDown, u"cannot listen on 127.0.0.1:8080: the port is taken by another program"_s};
    console.node.become(node::State::Failed);
    save(console, u"failed"_s);
}

QTEST_MAIN(TestScreenshots)
#include "tst_screenshots.moc"
