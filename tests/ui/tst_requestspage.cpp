// SPDX-License-Identifier: GPL-3.0-or-later
#include "console_fixture.h"
#include "fakerequests.h"
#include "ui/models/requestmodel.h"
#include "ui/models/requesttexts.h"
#include "ui/models/routemodel.h"
#include "ui/models/spanmodel.h"
#include "ui/pages/requestsdetail.h"
#include "ui/pages/requestspage.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/segments.h"
#include "ui/widgets/tableview.h"
#include "ui/widgets/waterfall.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QAction>
#include <QClipboard>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTest>
#include <QToolButton>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;

namespace {

/// The page in a window over a fake node, signed in or not.
struct Shown
{
    explicit Shown(bool isBusy = true, bool isSignedIn = true, QSize size = {1'440, 900})
    {
        if (isBusy) {
            addRoutes(console.node);
            addRequests(console.node);
        }
        if (isSignedIn)
            console.node.staffDesk.signIn(u"mei"_s, u"staff-pass"_s);
        console.show(size);
        console.window->showPage(u"requests"_s);
        page = qobject_cast<RequestsPage*>(console.window->page(u"requests"_s));
        QCoreApplication::processEvents();
        console.ticks(4);
    }
    template <class T>
    T* find(const char* name) const
    {
        return page->findChild<T*>(QString::fromLatin1(name));
    }
    TableView& routes() const { return *find<TableView>("routes"); }
    TableView& requests() const { return *find<TableView>("requests"); }
    void show(RequestFilter::Show what) const
    {
        QTest::mouseClick(find<Segments>("show")->findChildren<QAbstractButton*>().at(what), Qt::LeftButton);
    }
    QStringList ids() const
    {
        QStringList list;
        const auto* model = requests().model();
        for (int row = 0; row < model->rowCount(); ++row)
            list.append(model->index(row, RequestModel::Id).data().toString().left(4));
        return list;
    }
    QStringList routeNames() const
    {
        QStringList list;
        const auto* model = routes().model();
        for (int row = 0; row < model->rowCount(); ++row)
            list.append(model->index(row, RouteModel::Route).data().toString());
        return list;
    }
    void clickRow(TableView& table, int row) const
    {
        const QRect cell = table.visualRect(table.model()->index(row, 0));
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, cell.center());
    }
    void clickHeading(const TableView& table, int column) const
    {
        const auto* header = table.horizontalHeader();
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                          {header->sectionViewportPosition(column) + 20, header->height() / 2});
    }

    Console console;
    RequestsPage* page = nullptr;
};

} // namespace

class TestRequestsPage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void routesTellTheirLastMinute()
    {
        FakeNode node;
        addRoutes(node);
        RouteModel model;
        const QAbstractItemModelTester tester(&model);
        model.take(node.now);
        QCOMPARE(model.rowCount(), 7); // the one that nobody asked for is not listed
        const int orders = model.indexOf(u"POST /api/v1/orders"_s);
        QCOMPARE(model.index(orders, RouteModel::P99).data().toString(), u"12.4 ms"_s);
        QCOMPARE(model.index(orders, RouteModel::Max).data().toString(), u"184 ms"_s);
        QCOMPARE(model.index(orders, RouteModel::Errors).data().toString(), u"27"_s);
        QVERIFY(model.index(orders, RouteModel::Errors).data(Qt::FontRole).isValid());
        QCOMPARE(model.index(orders, RouteModel::Share).data().toString(), u"43.0 %"_s);
        QVERIFY(!model.index(0, RouteModel::Errors).data(Qt::FontRole).isValid());
        double share = 0;
        for (int row = 0; row < model.rowCount(); ++row)
            share += model.index(row, RouteModel::Share).data(RawRole).toDouble();
        QVERIFY(qAbs(share - 1) < 1e-9);
    }

    void trendsMoveByTheSecond()
    {
        FakeNode node;
        addRoutes(node);
        RouteModel model;
        const auto trend = [&] { return model.index(0, RouteModel::Trend).data(TrendRole).value<QList<float>>(); };
        const auto take = [&](qint64 ms, double rate, qint64 requests) {
            node.now.atMs = FakeNode::startMs + ms;
            node.now.routes[0].ratePerS = rate;
            node.now.routes[0].requests = {requests, 0, 0, 0};
            model.take(node.now);
        };
        take(0, 10, 100);
        take(250, 11, 102); // the same second
        QCOMPARE(trend(), (QList<float>{10}));
        take(1'000, 12, 112);
        QCOMPARE(trend(), (QList<float>{10, 12}));
        take(4'000, 50, 172); // hidden for three seconds: sixty requests
        QCOMPARE(trend(), (QList<float>{10, 12, 20, 20, 20}));
        take(400'000, 5, 172);
        QCOMPARE(trend(), QList<float>(RouteModel::trendSeconds, 0));
    }

    void modelsKeepTheirManners()
    {
        FakeNode node;
        addRequests(node);
        RequestModel model;
        RequestFilter filter;
        filter.setSourceModel(&model);
        const QAbstractItemModelTester first(&model);
        const QAbstractItemModelTester second(&filter);
        model.assign(node.kept.requests);
        QCOMPARE(model.rowCount(), 6);
        QCOMPARE(filter.rowCount(), 3);
        auto later = node.kept.requests;
        later.removeLast();
        later.prepend(slowOrder(91, node.now.atMs));
        model.assign(later);
        filter.setShow(RequestFilter::All);
        QCOMPARE(filter.rowCount(), 6);
        filter.setRoute(u"POST /api/v1/orders"_s);
        QCOMPARE(filter.rowCount(), 4);

        SpanModel spans;
        const QAbstractItemModelTester third(&spans);
        spans.take(slowOrder(1, 0));
        spans.take(node.kept.requests.last());
        QCOMPARE(spans.rowCount(), 3);
    }

    void sortsRoutesByAnyColumn()
    {
        const Shown shown;
        QCOMPARE(shown.routeNames().first(), u"POST /api/v1/orders"_s); // most of the time goes there
        shown.clickHeading(shown.routes(), RouteModel::Rate);
        const QString byRate = shown.routeNames().first();
        shown.clickHeading(shown.routes(), RouteModel::Rate);
        QVERIFY(byRate != shown.routeNames().first());
        QVERIFY(QStringList({byRate, shown.routeNames().first()}).contains(u"GET /api/v1/products/{id}"_s));
        shown.clickHeading(shown.routes(), RouteModel::Route);
        const QStringList names = shown.routeNames();
        QStringList sorted = names;
        sorted.sort();
        QVERIFY(names == sorted || names == QStringList(sorted.rbegin(), sorted.rend()));
    }

    void filtersByKind()
    {
        const Shown shown;
        QCOMPARE(shown.ids(), (QStringList{u"7c1f"_s, u"54be"_s, u"0d9f"_s}));
        shown.show(RequestFilter::Slow);
        QCOMPARE(shown.ids(), (QStringList{u"7c1f"_s, u"54be"_s, u"0d9f"_s})); // the failed one was slow, too
        shown.show(RequestFilter::Failed);
        QCOMPARE(shown.ids(), (QStringList{u"54be"_s}));
        shown.show(RequestFilter::Refused);
        QCOMPARE(shown.ids(), (QStringList{u"e1a2"_s, u"9988"_s}));
        shown.show(RequestFilter::All);
        QCOMPARE(shown.ids().size(), 6);
        QCOMPARE(shown.console.state.value(u"requests/show"_s).toInt(), int(RequestFilter::All));
    }

    void aRouteFiltersTheListBelow()
    {
        const Shown shown;
        shown.show(RequestFilter::All);
        const int row = int(shown.routeNames().indexOf(u"GET /api/v1/products"_s));
        shown.clickRow(shown.routes(), row);
        QCOMPARE(shown.ids(), (QStringList{u"54be"_s, u"0d9f"_s}));
        auto* chip = shown.find<QToolButton>("route");
        QVERIFY(chip->isVisible());
        QVERIFY(chip->text().contains(u"GET /api/v1/products"_s));
        QTest::mouseClick(chip, Qt::LeftButton);
        QCOMPARE(shown.ids().size(), 6);
        QVERIFY(!chip->isVisible());

        shown.routes().setFocus(Qt::TabFocusReason); // the keyboard comes by: nothing is filtered
        QCOMPARE(shown.ids().size(), 6);
        shown.routes().chooseRow(row);
        QTest::keyClick(&shown.routes(), Qt::Key_Return);
        QCOMPARE(shown.ids().size(), 2);
        QTest::keyClick(shown.page, Qt::Key_Backspace);
        QCOMPARE(shown.ids().size(), 6);
    }

    void enterOpensAndEscapeCloses()
    {
        const Shown shown;
        auto* detail = shown.page->findChild<RequestsDetail*>();
        QVERIFY(!detail->isVisible());
        shown.clickRow(shown.requests(), 0);
        QTest::keyClick(&shown.requests(), Qt::Key_Return);
        QVERIFY(detail->isVisible());
        QVERIFY(shown.requests().isVisible()); // there is room for both
        QCOMPARE(detail->request().id, "7c1f0a9be2d34856"_ba);
        QCOMPARE(detail->findChild<QLabel*>(u"requestRoute"_s)->text(), u"POST /api/v1/orders"_s);
        auto* spans = detail->findChild<TableView*>(u"spans"_s);
        QVERIFY(spans->hasFocus());
        QCOMPARE(spans->model()->rowCount(), 15); // and what was not measured
        QTest::keyClick(spans, Qt::Key_Escape);
        QVERIFY(!detail->isVisible());
        QVERIFY(shown.requests().hasFocus());
        shown.clickRow(shown.requests(), 1); // a double click begins as one
        QTest::mouseDClick(shown.requests().viewport(), Qt::LeftButton, {},
                           shown.requests().visualRect(shown.requests().model()->index(1, 0)).center());
        QVERIFY(detail->isVisible());
        QCOMPARE(detail->request().id, "54be0c2a91f7d3e8"_ba);
        QTest::mouseClick(detail->findChild<QToolButton*>(u"closeDetail"_s), Qt::LeftButton);
        QVERIFY(!detail->isVisible());
    }

    void theOpenOneFollowsTheList()
    {
        const Shown shown;
        auto* detail = shown.page->findChild<RequestsDetail*>();
        shown.clickRow(shown.requests(), 0);
        QTest::keyClick(&shown.requests(), Qt::Key_Return);
        shown.clickRow(shown.requests(), 2);
        QCOMPARE(detail->request().number, 70);
        QTest::keyClick(&shown.requests(), Qt::Key_Up);
        QCOMPARE(detail->request().number, 80);
    }

    void onANarrowWindowItTakesTheListsPlace()
    {
        const Shown shown(true, true, {880, 640});
        shown.clickRow(shown.requests(), 0);
        QTest::keyClick(&shown.requests(), Qt::Key_Return);
        auto* detail = shown.page->findChild<RequestsDetail*>();
        QVERIFY(detail->isVisible());
        QVERIFY(!shown.requests().isVisible());
        QTest::keyClick(detail->findChild<TableView*>(u"spans"_s), Qt::Key_Escape);
        QVERIFY(shown.requests().isVisible());
    }

    void theWaterfallSaysWhen()
    {
        SpanModel model;
        const auto trace = slowOrder(1, 0);
        model.take(trace);
        QCOMPARE(model.rowCount(), 15);
        const auto text = [&](int row, int column) { return model.index(row, column).data().toString(); };
        QCOMPARE(text(0, SpanModel::Name), u"Queue"_s);
        QCOMPARE(text(4, SpanModel::Name), u"order.products"_s);
        QCOMPARE(text(4, SpanModel::Bar), u"46.0 ms"_s);
        QCOMPARE(text(4, SpanModel::Took), u"7.0 ms"_s);
        QVERIFY(text(8, SpanModel::Name).startsWith(u' ')); // a part of the commit above it
        const QPointF bar = model.index(6, SpanModel::Bar).data(BarRole).toPointF();
        QVERIFY(qAbs(bar.x() - 53.7 / 184) < 1e-6);
        QVERIFY(qAbs(bar.y() - 121.0 / 184) < 1e-6);
        QCOMPARE(text(14, SpanModel::Name), u"Not measured"_s);
        QVERIFY(!model.index(14, SpanModel::Bar).data(BarRole).isValid());
        QCOMPARE(mostlyText(trace), u"Waits for the committer 37 %"_s);
        QCOMPARE(roundTimes(184'000'000, 5), (QList<qint64>{0, 50'000'000, 100'000'000, 150'000'000}));
        QCOMPARE(roundTimes(0, 5), (QList<qint64>{0}));
        QVERIFY(roundTimes(999, 5).size() == 1);
    }

    void aStatementShowsItsTextWhereItIsKnown()
    {
        const Shown shown;
        shown.clickRow(shown.requests(), 2); // product.search was slow itself
        QTest::keyClick(&shown.requests(), Qt::Key_Return);
        auto* detail = shown.page->findChild<RequestsDetail*>();
        const auto says = [&](const QString& what) {
            for (const QLabel* label : detail->findChildren<QLabel*>())
                if (label->text().contains(what))
                    return true;
            return false;
        };
        QVERIFY(says(u"FROM products WHERE name LIKE ?"_s));
        shown.clickRow(shown.requests(), 0);
        detail->findChild<TableView*>(u"spans"_s)->chooseRow(4);
        QVERIFY(says(u"order.products: its text is listed once it was slow itself."_s));
    }

    void copies()
    {
        const Shown shown;
        shown.clickRow(shown.requests(), 0);
        QTest::keyClick(&shown.requests(), Qt::Key_C, Qt::ControlModifier);
        QString text = QGuiApplication::clipboard()->text();
        QCOMPARE(text.count(u'\n'), 2);
        QVERIFY(text.contains(u"7c1f0a9be2d34856"_s));
        QTest::keyClick(shown.page, Qt::Key_E, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text().count(u'\n'), 4);
        QTest::keyClick(&shown.requests(), Qt::Key_Return); // the first again, since nothing is selected
        auto* detail = shown.page->findChild<RequestsDetail*>();
        QTest::mouseClick(detail->findChild<QToolButton*>(u"copyId"_s), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"7c1f0a9be2d34856"_s);
    }

    void emptyIsDesigned()
    {
        Shown shown(false);
        const auto* state = shown.page->findChild<EmptyState*>();
        QVERIFY(state->isVisible());
        QVERIFY(!shown.routes().isVisible());
        QCOMPARE(state->headline(), u"No request yet"_s);
        addRoutes(shown.console.node);
        shown.console.ticks(1);
        QVERIFY(shown.routes().isVisible());
        QCOMPARE(state->headline(), u"No request was slow or failed in the last five minutes"_s);
        shown.show(RequestFilter::Refused);
        QCOMPARE(state->headline(), u"No request was refused or shed in the last five minutes"_s);
        QTest::mouseClick(state->findChildren<QPushButton*>().first(), Qt::LeftButton);
        QCOMPARE(state->headline(), u"No request in the last five minutes"_s);
        shown.clickRow(shown.routes(), 0);
        QCOMPARE(state->headline(), u"None of this route in the last five minutes"_s);
    }

    void addressesAreForStaffOnly()
    {
        Shown shown(true, false);
        const auto client = [&] { return shown.requests().model()->index(0, RequestModel::Client).data().toString(); };
        QVERIFY(shown.requests().isVisible()); // the page itself asks for no account
        QCOMPARE(client(), u"–"_s);
        shown.console.node.staffDesk.signIn(u"mei"_s, u"staff-pass"_s);
        QCOMPARE(client(), u"203.0.113.24"_s);
        shown.clickRow(shown.requests(), 0);
        QTest::keyClick(&shown.requests(), Qt::Key_Return);
        QCOMPARE(shown.page->detail().request().client, "203.0.113.24"_ba);
        shown.console.node.staffDesk.signOut();
        QCOMPARE(client(), u"–"_s);
        QVERIFY(shown.page->detail().request().client.isEmpty());
    }

    void refreshIsCheap()
    {
        Shown shown;
        auto& kept = shown.console.node.kept;
        for (int i = 0; i < 800; ++i)
            kept.requests.append(slowOrder(quint64(1'000 + i), shown.console.node.now.atMs - i * 300));
        ++kept.revision;
        shown.console.ticks(4);
        const int asked = shown.console.node.timesAsked;
        shown.console.ticks(40);
        QVERIFY(shown.console.node.timesAsked <= asked + 11); // once a second
        QElapsedTimer timer;
        timer.start();
        constexpr int ticks = 100;
        for (int i = 0; i < ticks; ++i) {
            shown.console.node.advance(1);
            ++kept.revision; // and always one more
            kept.requests.prepend(slowOrder(quint64(10'000 + i), shown.console.node.now.atMs));
            kept.requests.removeLast();
            shown.page->refresh({shown.console.node.now, quint64(i), nullptr});
        }
        QVERIFY2(timer.elapsed() / ticks < 20, qPrintable(QString::number(timer.elapsed())));
    }

    void aNewOneDoesNotMoveWhatIsRead()
    {
        Shown shown;
        shown.clickRow(shown.requests(), 1);
        QTest::keyClick(&shown.requests(), Qt::Key_Return);
        auto& kept = shown.console.node.kept;
        kept.requests.prepend(slowOrder(200, shown.console.node.now.atMs));
        kept.requests.removeIf([](const auto& one) { return one.number == 80; });
        ++kept.revision;
        shown.console.ticks(4);
        QVERIFY(!shown.ids().contains(u"54be"_s));
        QCOMPARE(shown.page->detail().request().number, 80);
    }

    void bothLanguagesNameEverything()
    {
        Shown shown;
        for (const QString& language : {u"zh_CN"_s, u"en"_s}) {
            shown.console.lingo.setChoice(language);
            QCoreApplication::processEvents();
            QSet<QString> names;
            for (int step = 0; step < stepCount; ++step) {
                names.insert(stepText(Step(step)));
                QVERIFY(!stepHint(Step(step)).isEmpty());
            }
            QCOMPARE(names.size(), stepCount);
            QCOMPARE(shown.page->title(), language == u"en"_s ? u"Requests"_s : u"请求"_s);
        }
    }
};

QTEST_MAIN(TestRequestsPage)
#include "tst_requestspage.moc"
