// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/desk.h"
#include "support/shoppers.h"
#include "ui/models/requestmodel.h"
#include "ui/pages/requestsdetail.h"
#include "ui/widgets/tableview.h"

#include <atomic>
#include <thread>

using namespace zg;
using namespace zg::desk;
using namespace Qt::StringLiterals;

/// An order took long: the window tells why.
class TestSlowRequest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void waterfallNamesWhatItWaitedFor();
};

namespace {

/// What somebody left behind in the store's file: with each line of an order, twenty million rows are read for nothing.
constexpr char16_t slowTrigger[] =
    u"CREATE TRIGGER slow AFTER INSERT ON order_items BEGIN "
    "SELECT count(*) FROM products a, products b, products c WHERE c.id <= 20 AND a.stock + b.stock + c.stock < 0; END";

/// In the file, as another program does it.
bool change(const QString& file, const QString& sql)
{
    bool isDone = false;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"other"_s);
        database.setDatabaseName(file);
        isDone = database.open() && QSqlQuery(database).exec(sql);
    }
    QSqlDatabase::removeDatabase(u"other"_s);
    return isDone;
}

} // namespace

void TestSlowRequest::waterfallNamesWhatItWaitedFor()
{
    Desk desk;
    QTRY_VERIFY_WITH_TIMEOUT(desk.isServing(), Desk::patienceMs);
    test::HttpClient door(desk.port());
    const QByteArray token = test::signIn(door, 7);
    QVERIFY(!token.isEmpty());
    QVERIFY(change(desk.folder.filePath(u"zhanggui.db"_s), QString::fromUtf16(slowTrigger)));
    std::atomic<int> status = 0;
    std::thread shopper([&, port = desk.port()] {
        test::HttpClient client(port);
        client.setToken(token);
        status = client.post("/api/v1/orders", R"({"items":[{"product_id":3,"quantity":1}]})").status;
    });
    QTRY_VERIFY_WITH_TIMEOUT(status != 0, Desk::patienceMs);
    shopper.join();
    QCOMPARE(status.load(), 200);

    desk.goTo(u"requests"_s);
    auto* list = desk.window->shown()->findChild<ui::TableView*>(u"requests"_s);
    QVERIFY(list);
    int row = -1;
    QTRY_VERIFY_WITH_TIMEOUT((row =
                                  [&] {
                                      for (int i = 0; i < list->model()->rowCount(); ++i)
                                          if (list->model()->index(i, ui::RequestModel::Route).data() ==
                                              u"POST /api/v1/orders"_s)
                                              return i;
                                      return -1;
                                  }()) >= 0 &&
                                 list->isVisible(),
                             Desk::patienceMs);
    Desk::settle();
    Desk::keep(u"slow-1-requests"_s);
    Hand::doubleClick(list, list->model()->index(row, ui::RequestModel::Route));
    QTRY_VERIFY(Desk::seen<ui::RequestsDetail>());
    const telemetry::RequestTrace trace = Desk::seen<ui::RequestsDetail>()->request();
    QCOMPARE(trace.route, u"POST /api/v1/orders"_s);
    Desk::settle();
    Desk::keep(u"slow-2-waterfall"_s);
    auto* spans = desk.window->shown()->findChild<ui::TableView*>(u"spans"_s);
    QVERIFY(spans->model()->rowCount() > 0);
    const int chosen = spans->currentIndex().row(); // what the window points at: the statement that took the time
    QVERIFY(chosen >= 0 && !spans->visualRect(spans->currentIndex()).isEmpty());
    QCOMPARE(spans->currentIndex().siblingAtColumn(ui::SpanModel::Name).data().toString().trimmed(),
             u"order.insert_items"_s);
    const auto longest = std::max_element(trace.spans.cbegin(), trace.spans.cend(),
                                          [](const auto& a, const auto& b) { return a.durationNs < b.durationNs; });
    QVERIFY(longest->durationNs > trace.durationNs / 2); // it explains most of what was waited
}

ZG_DESK_MAIN(TestSlowRequest)
#include "tst_slowrequest.moc"
