// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakeshop.h"

#include "ui/models/ordermodel.h"
#include "ui/models/productmodel.h"
#include "ui/models/tablemodelpager.h"
#include "ui/widgets/tableview.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;

class TestProductModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void splice_data();
    void splice();
    void refreshKeepsSelectionAndSaysLittle();
    void drafts();
    void parseStock_data();
    void parseStock();
    void pagerReadsPageByPage();
    void pagerDropsOldAnswers();
    void pagerRefreshesInPlace();
    void pagerFindsTheGap();
    void pagerFails();
    void pagerGoesPastPagesThatEndedEarly();
    void droppedQuestion();
    void manyRows();

private:
    static QList<shop::Product> rowsOf(const QList<int>& ids)
    {
        QList<shop::Product> rows;
        for (const int id : ids)
            rows += makeProduct(id);
        return rows;
    }
    static QList<int> idsOf(const ProductModel& model)
    {
        QList<int> ids;
        for (const shop::Product& product : model.rows())
            ids += int(product.id.value);
        return ids;
    }
};

void TestProductModel::splice_data()
{
    QTest::addColumn<QList<int>>("before");
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("count");
    QTest::addColumn<QList<int>>("rows");
    QTest::addColumn<QList<int>>("after");
    using L = QList<int>;
    QTest::newRow("the same") << L{3, 2, 1} << 0 << 3 << L{3, 2, 1} << L{3, 2, 1};
    QTest::newRow("from nothing") << L{} << 0 << 0 << L{3, 2, 1} << L{3, 2, 1};
    QTest::newRow("to nothing") << L{3, 2, 1} << 0 << 3 << L{} << L{};
    QTest::newRow("new at the top") << L{3, 2, 1} << 0 << 3 << L{5, 4, 3, 2, 1} << L{5, 4, 3, 2, 1};
    QTest::newRow("gone in the middle") << L{5, 4, 3, 2, 1} << 0 << 5 << L{5, 2, 1} << L{5, 2, 1};
    QTest::newRow("gone at the ends") << L{5, 4, 3, 2, 1} << 0 << 5 << L{4, 3, 2} << L{4, 3, 2};
    QTest::newRow("all others") << L{3, 2, 1} << 0 << 3 << L{9, 8} << L{9, 8};
    QTest::newRow("turned round") << L{1, 2, 3, 4} << 0 << 4 << L{4, 3, 2, 1} << L{4, 3, 2, 1};
    QTest::newRow("moved, new and gone") << L{1, 2, 3, 4} << 0 << 4 << L{4, 9, 1, 8, 3} << L{4, 9, 1, 8, 3};
    QTest::newRow("only the head") << L{5, 4, 3, 2, 1} << 0 << 2 << L{6, 5} << L{6, 5, 3, 2, 1};
    QTest::newRow("only the middle") << L{5, 4, 3, 2, 1} << 1 << 2 << L{4, 9, 8} << L{5, 4, 9, 8, 2, 1};
    QTest::newRow("only the tail") << L{5, 4, 3} << 2 << 1 << L{3, 2, 1} << L{5, 4, 3, 2, 1};
    QTest::newRow("from further down") << L{5, 4, 3, 2, 1} << 0 << 2 << L{5, 1, 4} << L{5, 1, 4, 3, 2};
    QTest::newRow("from further up") << L{5, 4, 3, 2, 1} << 3 << 2 << L{2, 5, 1} << L{4, 3, 2, 5, 1};
}

void TestProductModel::splice()
{
    QFETCH(QList<int>, before);
    QFETCH(int, first);
    QFETCH(int, count);
    QFETCH(QList<int>, rows);
    QFETCH(QList<int>, after);
    ProductModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.assign(rowsOf(before));
    QCOMPARE(idsOf(model), before);
    // Whoever stays is followed by a persistent index.
    QHash<int, QPersistentModelIndex> kept;
    for (int i = 0; i < before.size(); ++i)
        kept.insert(before.at(i), model.index(i, 1));
    model.splice(first, count, rowsOf(rows));
    QCOMPARE(idsOf(model), after);
    for (int i = 0; i < after.size(); ++i)
        QCOMPARE(model.indexOf(ProductId(after.at(i))), i);
    for (int i = 0; i < after.size(); ++i)
        if (const auto it = kept.constFind(after.at(i)); it != kept.cend() && it->isValid())
            QCOMPARE(it->row(), i);
}

void TestProductModel::refreshKeepsSelectionAndSaysLittle()
{
    ProductModel model;
    QAbstractItemModelTester tester(&model);
    TableView view;
    view.setModel(&model);
    view.resize(600, 300);
    view.show();
    model.assign(makeProducts(200));
    view.selectRow(50);
    view.verticalScrollBar()->setValue(45);
    const ProductId chosen = model.row(50).id;

    QList<shop::Product> fresh = makeProducts(203); // three new ones at the top
    fresh.removeAt(100);
    fresh[60].priceFen += 1;
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.assign(fresh);
    QCOMPARE(reset.size(), 0);
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(removed.size(), 1);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(view.selectedRowNumbers(), QList<int>{53});
    QCOMPARE(model.row(view.currentIndex().row()).id, chosen);
    QCOMPARE(view.verticalScrollBar()->value(), 48); // the same rows stay in sight
    changed.clear();
    model.assign(fresh);
    QCOMPARE(changed.size(), 0);
}

void TestProductModel::drafts()
{
    ProductModel model;
    QAbstractItemModelTester tester(&model);
    model.assign(rowsOf({1}));
    shop::Product product = model.row(0);
    const QModelIndex price = model.index(0, ProductModel::PriceColumn);
    const QModelIndex stock = model.index(0, ProductModel::StockColumn);
    QVERIFY(model.flags(price) & Qt::ItemIsEditable);
    QVERIFY(!(model.flags(model.index(0, ProductModel::NameColumn)) & Qt::ItemIsEditable));
    QSignalSpy priceTyped(&model, &ProductModel::priceTyped);
    QSignalSpy stockTyped(&model, &ProductModel::stockTyped);
    QVERIFY(!model.setData(price, u"cheap"_s, Qt::EditRole));
    QVERIFY(!model.setData(stock, u"-99999"_s, Qt::EditRole));
    QVERIFY(model.setData(price, u"13.50"_s, Qt::EditRole));
    QCOMPARE(priceTyped.size(), 1);
    QCOMPARE(priceTyped.at(0).at(1).toLongLong(), 1350);
    QCOMPARE(price.data(DraftRole).toString(), u"13.50"_s);
    QVERIFY(price.data().toString().contains(u"13.50"_s));
    QCOMPARE(price.data(RawRole).toLongLong(), product.priceFen);
    model.keepDraft(product.id, ProductModel::PriceColumn, u"refused"_s);
    QCOMPARE(price.data(Qt::ToolTipRole).toString(), u"refused"_s);
    model.forgetDraft(product.id, ProductModel::PriceColumn);
    QCOMPARE(price.data(DraftRole).toString(), yuanInput(product.priceFen));
    QVERIFY(model.setData(stock, u"+5"_s, Qt::EditRole));
    QCOMPARE(stockTyped.at(0).at(1).toLongLong(), 5);
    QVERIFY(model.setData(stock, QString::number(product.stock), Qt::EditRole)); // as it is: no change, no draft
    QCOMPARE(stockTyped.size(), 1);
    QCOMPARE(model.draft(product.id, ProductModel::StockColumn), QString());
}

void TestProductModel::parseStock_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<qint64>("stock");
    QTest::addColumn<bool>("ok");
    QTest::addColumn<qint64>("delta");
    QTest::newRow("counted") << u"105"_s << 100LL << true << 5LL;
    QTest::newRow("came in") << u"+5"_s << 100LL << true << 5LL;
    QTest::newRow("went") << u"-5"_s << 100LL << true << -5LL;
    QTest::newRow("all went") << u"-100"_s << 100LL << true << -100LL;
    QTest::newRow("more than all") << u"-101"_s << 100LL << false << 0LL;
    QTest::newRow("grouped") << u"1,005"_s << 1000LL << true << 5LL;
    QTest::newRow("word") << u"many"_s << 100LL << false << 0LL;
    QTest::newRow("nothing") << u""_s << 100LL << false << 0LL;
    QTest::newRow("too much") << u"99999999999999999"_s << 100LL << false << 0LL;
}

void TestProductModel::parseStock()
{
    QFETCH(QString, typed);
    QFETCH(qint64, stock);
    QFETCH(bool, ok);
    QFETCH(qint64, delta);
    const auto read = zg::ui::parseStock(typed, stock);
    QCOMPARE(read.has_value(), ok);
    if (ok)
        QCOMPARE(*read, delta);
}

void TestProductModel::pagerReadsPageByPage()
{
    ShopProducts desk;
    desk.items = makeProducts(250);
    ProductModel model;
    QAbstractItemModelTester tester(&model);
    Pager<shop::Product> pager(
        model, [&](const QByteArray& cursor, int limit) { return desk.list({}, cursor, limit); }, this);
    pager.reload();
    QTRY_COMPARE(model.rowCount(), 100);
    QVERIFY(model.canFetchMore({}));
    model.fetchMore({});
    model.fetchMore({}); // asked twice, read once
    QTRY_COMPARE(model.rowCount(), 200);
    model.fetchMore({});
    QTRY_COMPARE(model.rowCount(), 250);
    QVERIFY(pager.isComplete());
    QVERIFY(!model.canFetchMore({}));
    QCOMPARE(desk.asked.size(), 3);
}

void TestProductModel::pagerDropsOldAnswers()
{
    ShopProducts desk;
    desk.items = makeProducts(30);
    ProductModel model;
    QString text;
    Pager<shop::Product> pager(
        model,
        [&](const QByteArray& cursor, int limit) {
            shop::ProductFilter filter;
            filter.text = text;
            return desk.list(filter, cursor, limit);
        },
        this);
    desk.isHeld = true;
    pager.reload();
    text = u"普洱"_s;
    pager.reload();
    desk.release(1); // the newer question is answered first
    QTRY_COMPARE(pager.state(), PagerBase::State::Idle);
    const int found = model.rowCount();
    QVERIFY(found > 0 && found < 30);
    desk.release(0);
    QTest::qWait(20); // the old answer has had its chance
    QCOMPARE(model.rowCount(), found);
    // Cancelled: nothing comes.
    pager.reload();
    pager.cancel();
    QCOMPARE(pager.state(), PagerBase::State::Stopped);
    desk.releaseAll();
    QTest::qWait(20);
    QCOMPARE(pager.state(), PagerBase::State::Stopped);
}

void TestProductModel::pagerRefreshesInPlace()
{
    ShopProducts desk;
    desk.items = makeProducts(250);
    ProductModel model; // without the tester: it calls fetchMore() by itself
    Pager<shop::Product> pager(
        model, [&](const QByteArray& cursor, int limit) { return desk.list({}, cursor, limit); }, this);
    QSignalSpy refreshed(&pager, &PagerBase::refreshed);
    pager.reload();
    QTRY_COMPARE(model.rowCount(), 100);
    pager.more();
    QTRY_COMPARE(model.rowCount(), 200);
    // The second page, by its own cursor: a change, a removal.
    desk.items[150].stock = 4'242;
    desk.items.removeAt(160);
    pager.refresh(150);
    QTRY_COMPARE(refreshed.size(), 1);
    QCOMPARE(model.row(150).stock, 4'242);
    QCOMPARE(model.rowCount(), 200); // one went, the next one came up
    QCOMPARE(model.rows(), desk.items.mid(0, 200));
    // A new one at the head, one gone from the head: the rows further down stay.
    desk.items.prepend(makeProduct(251));
    desk.items.removeAt(10);
    pager.refresh(0);
    QTRY_COMPARE(refreshed.size(), 2);
    QCOMPARE(model.rows(), desk.items.mid(0, 200));
    // And reading on goes on where it stood.
    pager.more();
    QTRY_COMPARE(model.rowCount(), int(desk.items.size()));
    QCOMPARE(model.rows(), desk.items);
}

void TestProductModel::pagerFindsTheGap()
{
    ShopOrders desk;
    desk.items = makeOrders(150);
    OrderModel model;
    Pager<shop::Order> pager(
        model, [&](const QByteArray& cursor, int limit) { return desk.list({}, cursor, limit); }, this);
    QSignalSpy gap(&pager, &PagerBase::gapFound);
    pager.reload();
    QTRY_COMPARE(model.rowCount(), 100);
    const OrderId top = model.row(0).id;
    desk.items = makeOrders(151);
    pager.refresh(0);
    QTRY_COMPARE(model.rowCount(), 101); // slid in, nothing else moved
    QCOMPARE(gap.size(), 0);
    desk.items = makeOrders(500); // a load test came by
    pager.refresh(0);
    QTRY_COMPARE(gap.size(), 1);
    QCOMPARE(model.row(1).id, top);
}

void TestProductModel::pagerGoesPastPagesThatEndedEarly()
{
    ShopProducts desk;
    desk.items = makeProducts(3);
    ProductModel model;
    QList<QByteArray> asked;
    const auto ask = [&](const QByteArray& cursor, int limit) {
        asked.append(cursor);
        if (asked.size() > 2)
            return desk.list({}, {}, limit);
        QPromise<Result<shop::Page<shop::Product>>> promise; // looked at many and found none yet
        promise.start();
        shop::Page<shop::Product> page;
        page.nextCursor = QByteArray::number(asked.size());
        promise.addResult(Result<shop::Page<shop::Product>>(page));
        promise.finish();
        return promise.future();
    };
    Pager<shop::Product> pager(model, ask, this);
    pager.reload();
    QTRY_COMPARE(model.rowCount(), 3);
    QCOMPARE(asked, (QList<QByteArray>{{}, "1", "2"}));
    QTRY_VERIFY(pager.isComplete());
}

void TestProductModel::pagerFails()
{
    ShopProducts desk;
    desk.items = makeProducts(150);
    ProductModel model;
    Pager<shop::Product> pager(
        model, [&](const QByteArray& cursor, int limit) { return desk.list({}, cursor, limit); }, this);
    pager.reload();
    QTRY_COMPARE(model.rowCount(), 100);
    desk.failure = Error{ErrorCode::DependencyDown, u"no connection"_s};
    QSignalSpy refreshFailed(&pager, &PagerBase::refreshFailed);
    pager.refresh(0);
    QTRY_COMPARE(refreshFailed.size(), 1);
    QCOMPARE(model.rowCount(), 100); // what was read stays
    pager.more();
    QTRY_COMPARE(pager.state(), PagerBase::State::FailedMore);
    QCOMPARE(model.rowCount(), 100);
    desk.failure.reset();
    pager.more();
    QTRY_COMPARE(model.rowCount(), 150);
    desk.failure = Error{ErrorCode::Overloaded};
    pager.reload(); // another question: old rows would be a lie
    QTRY_COMPARE(pager.state(), PagerBase::State::Failed);
    QCOMPARE(pager.error().code, ErrorCode::Overloaded);
    QCOMPARE(model.rowCount(), 0);
}

void TestProductModel::droppedQuestion()
{
    std::optional<Error> error;
    {
        QPromise<Result<int>> promise;
        promise.start();
        whenAnswered(promise.future(), this,
                     [&](const Result<int>& answer) { error = answer ? Error() : answer.error(); });
    }
    QTRY_VERIFY(error);
    QCOMPARE(error->code, ErrorCode::DependencyDown);
    // A context that goes first is not called, and nothing crashes.
    QPromise<Result<int>> promise;
    promise.start();
    bool isCalled = false;
    {
        QObject context;
        whenAnswered(promise.future(), &context, [&](const Result<int>&) { isCalled = true; });
    }
    promise.addResult(Result<int>(1));
    promise.finish();
    QTest::qWait(10);
    QVERIFY(!isCalled);
}

void TestProductModel::manyRows()
{
    constexpr int count = 100'000;
    ShopProducts desk;
    const QList<shop::Product> all = makeProducts(count);
    ProductModel model;
    TableView view;
    view.setModel(&model);
    view.resize(1000, 700);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    QElapsedTimer clock;

    clock.start();
    qint64 worstAppend = 0;
    for (int at = 0; at < count; at += 100) {
        QElapsedTimer one;
        one.start();
        model.append(all.mid(at, 100));
        worstAppend = qMax(worstAppend, one.nsecsElapsed());
    }
    const qint64 appended = clock.nsecsElapsed();
    QCOMPARE(model.rowCount(), count);

    clock.restart();
    qint64 cells = 0;
    for (int row = 0; row < count; row += 10)
        for (int column = 0; column < model.columnCount(); ++column)
            cells += model.index(row, column).data().toString().isEmpty() ? 0 : 1;
    const qint64 perCell = clock.nsecsElapsed() / (count / 10 * model.columnCount());
    QVERIFY(cells > 0);

    qint64 worstFrame = 0;
    qint64 sumFrame = 0;
    constexpr int frames = 200;
    for (int i = 0; i < frames; ++i) {
        QElapsedTimer frame;
        frame.start();
        view.verticalScrollBar()->setValue(i * 487);
        QCoreApplication::processEvents();
        view.viewport()->repaint();
        worstFrame = qMax(worstFrame, frame.nsecsElapsed());
        sumFrame += frame.nsecsElapsed();
    }

    clock.restart();
    model.prepend(makeProduct(count + 1));
    const qint64 inserted = clock.nsecsElapsed();
    clock.restart();
    QList<shop::Product> fresh = model.rows();
    fresh[50'000].stock += 1;
    model.assign(fresh);
    const qint64 refreshed = clock.nsecsElapsed();
    clock.restart();
    view.selectAll();
    const qint64 selected = view.selectedRowNumbers().size();
    const qint64 selecting = clock.nsecsElapsed();
    QCOMPARE(selected, count + 1);

    qInfo("100,000 rows: appending by page %lld ms in all, worst page %.2f ms; data() %lld ns a cell; scroll and paint "
          "%.2f ms "
          "on average, %.2f ms at worst; insert at the top %.2f ms; whole refresh %.1f ms; select all %.1f ms",
          appended / 1'000'000, double(worstAppend) / 1e6, perCell, double(sumFrame) / frames / 1e6,
          double(worstFrame) / 1e6, double(inserted) / 1e6, double(refreshed) / 1e6, double(selecting) / 1e6);
    // Generous, for sanitizers and busy machines; the window's promise is 50 ms.
    QVERIFY(worstAppend / 1'000'000 < 500);
    QVERIFY(sumFrame / frames / 1'000'000 < 200);
    QVERIFY(perCell < 100'000);
}

QTEST_MAIN(TestProductModel)
#include "tst_productmodel.moc"
