// SPDX-License-Identifier: GPL-3.0-or-later
#include "store.h"

#include "audit/operations.h"
#include "shop/ordertransitions.h"

using namespace Qt::StringLiterals;
using namespace zg;
using namespace zg::shop;
using S = OrderStatus;
using E = OrderEvent;

namespace {
/// The contract's life cycle, written down a second time on purpose.
struct LifeStep
{
    S from;
    E event;
    S to;
    std::optional<LedgerCause> returns;
};
const LifeStep steps[] = {
    {S::PendingPayment, E::Pay, S::Paid, {}},
    {S::PendingPayment, E::Cancel, S::Cancelled, LedgerCause::Cancel},
    {S::PendingPayment, E::Expire, S::Cancelled, LedgerCause::Expire},
    {S::Paid, E::Ship, S::Shipped, {}},
    {S::Paid, E::RequestRefund, S::Refunding, {}},
    {S::Shipped, E::Confirm, S::Completed, {}},
    {S::Refunding, E::ApproveRefund, S::Refunded, LedgerCause::Refund},
    {S::Refunding, E::RefuseRefund, S::Paid, {}},
};
const QMap<S, QList<E>> ways{
    {S::PendingPayment, {}},
    {S::Paid, {E::Pay}},
    {S::Shipped, {E::Pay, E::Ship}},
    {S::Completed, {E::Pay, E::Ship, E::Confirm}},
    {S::Cancelled, {E::Cancel}},
    {S::Refunding, {E::Pay, E::RequestRefund}},
    {S::Refunded, {E::Pay, E::RequestRefund, E::ApproveRefund}},
};
const char* const eventNames[] = {"pay", "cancel", "expire", "ship", "confirm", "request", "approve", "refuse"};
} // namespace

class TestLifecycle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyEventInEveryStatus_data();
    void everyEventInEveryStatus();
    void refundLimits_data();
    void refundLimits();
    void staffIsWrittenDown();

private:
    void setLimit(UserId user, std::optional<qint64> fen);
    QList<audit::Operation> operations();
    Result<Order> happen(E event, OrderId id);
    std::unique_ptr<Store> m_store;
    UserId m_ann, m_staff;
};

Result<Order> TestLifecycle::happen(E event, OrderId id)
{
    auto& orders = m_store->shop.orders();
    switch (event) {
    case E::Pay:
        return m_store->wait(orders.pay(id, m_ann));
    case E::Cancel:
        return m_store->wait(orders.cancel(id, m_ann));
    case E::Ship:
        return m_store->wait(orders.ship(id, u"SF9"_s, m_staff));
    case E::Confirm:
        return m_store->wait(orders.confirm(id, m_ann));
    case E::RequestRefund:
        return m_store->wait(orders.requestRefund(id, m_ann, u"太大"_s));
    case E::ApproveRefund:
        return m_store->wait(orders.decideRefund(id, true, m_staff));
    case E::RefuseRefund:
        return m_store->wait(orders.decideRefund(id, false, m_staff));
    case E::Expire:
        break;
    }
    m_store->clock.advance(std::chrono::hours(1));
    const auto count = m_store->shop.expiry().runOnce();
    if (!count)
        return count.error();
    if (*count == 0)
        return Error(ErrorCode::IllegalTransition);
    return m_store->wait(orders.find(id, m_ann));
}

void TestLifecycle::everyEventInEveryStatus_data()
{
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("event");
    for (int from = 0; from < orderStatusCount; ++from) {
        for (int event = 0; event < orderEventCount; ++event)
            QTest::addRow("%s in %s", eventNames[event], name(S(from)).data()) << from << event;
    }
}

void TestLifecycle::everyEventInEveryStatus()
{
    QFETCH(int, from);
    QFETCH(int, event);
    m_store = std::make_unique<Store>();
    m_ann = m_store->addUser(u"ann"_s);
    m_staff = m_store->addUser(u"staff"_s, u"staff"_s);
    const auto tea = m_store->addProduct(u"tea"_s, 250, 10);
    const auto cup = m_store->addProduct(u"cup"_s, 250, 10);
    const auto id = m_store->place(Store::order(m_ann, {{tea, 2}, {cup, 1}}))->id;
    for (const auto way : ways[S(from)])
        ZG_OK(happen(way, id));
    const auto before = m_store->wait(m_store->shop.orders().findAny(id));
    ZG_OK(before);
    QCOMPARE(before->status, S(from));
    const auto stockBefore = m_store->product(tea).stock;

    m_store->clock.advance(std::chrono::minutes(1));
    const auto result = happen(E(event), id);
    const auto after = m_store->wait(m_store->shop.orders().findAny(id));
    ZG_OK(after);
    const auto* const step =
        std::ranges::find_if(steps, [&](const LifeStep& s) { return s.from == S(from) && s.event == E(event); });
    if (step == std::end(steps)) {
        ZG_FAILS(result, IllegalTransition);
        QCOMPARE(*after, *before);
    } else {
        ZG_OK(result);
        QCOMPARE(result->status, step->to);
        QCOMPARE(after->status, step->to);
        QCOMPARE(after->version, before->version + 1);
        QCOMPARE(after->history.size(), before->history.size() + 1);
        const auto& entry = after->history.last();
        const qint64 now = m_store->clock.wallMs();
        QCOMPARE(entry.from, S(from));
        QCOMPARE(entry.to, step->to);
        QCOMPARE(entry.at, now);
        const bool byStaff = E(event) == E::Ship || E(event) == E::ApproveRefund || E(event) == E::RefuseRefund;
        QCOMPARE(entry.userId, E(event) == E::Expire ? std::nullopt : std::optional(byStaff ? m_staff : m_ann));
        QCOMPARE(entry.note, E(event) == E::RequestRefund ? u"太大"_s
                             : E(event) == E::Expire      ? u"not paid in time"_s
                                                          : u""_s);
        QCOMPARE(after->paidAt, E(event) == E::Pay ? std::optional(now) : before->paidAt);
        QCOMPARE(after->shippedAt, E(event) == E::Ship ? std::optional(now) : before->shippedAt);
        QCOMPARE(after->completedAt, E(event) == E::Confirm ? std::optional(now) : before->completedAt);
        QCOMPARE(after->cancelledAt, step->to == S::Cancelled ? std::optional(now) : before->cancelledAt);
        QCOMPARE(m_store->product(tea).stock, stockBefore + (step->returns ? 2 : 0));
        if (step->returns) {
            const auto row = m_store->ledger(tea).first();
            QCOMPARE(row.cause, *step->returns);
            QCOMPARE(row.delta, 2);
            QCOMPARE(row.by.has_value(), E(event) != E::Expire);
            QCOMPARE(m_store->product(tea).sales, 0);
        }
    }
    QCOMPARE(m_store->violations(), QStringList());
    m_store.reset();
}

void TestLifecycle::setLimit(UserId user, std::optional<qint64> fen)
{
    const auto done = m_store->database.writeNow([&](sql::Connection& c) -> Result<qint64> {
        static const sql::Statement update{"test.limit", "UPDATE users SET refund_limit = ? WHERE id = ?"};
        return c.exec(update, fen, user.value);
    });
    ZG_OK(done);
}

QList<audit::Operation> TestLifecycle::operations()
{
    audit::Operations all(m_store->database, m_store->clock);
    return m_store->wait(all.list({}, {}, 100)).value().items;
}

void TestLifecycle::refundLimits_data()
{
    QTest::addColumn<QString>("role");
    QTest::addColumn<qint64>("own"); // -1: none
    QTest::addColumn<qint64>("usual");
    QTest::addColumn<qint64>("limit"); // -1: approved
    const auto row = [](const char* name, const QString& role, qint64 own, qint64 usual, qint64 limit) {
        QTest::newRow(name) << role << own << usual << limit;
    };
    row("staff without any", u"staff"_s, -1, 0, -1);
    row("staff at its own", u"staff"_s, 200, 0, -1);
    row("staff above its own", u"staff"_s, 199, 0, 199);
    row("staff with none at all", u"staff"_s, 0, 0, 0);
    row("staff below the usual", u"staff"_s, -1, 500, -1);
    row("staff above the usual", u"staff"_s, -1, 150, 150);
    row("its own is wider than the usual", u"staff"_s, 300, 150, -1);
    row("admin without any", u"admin"_s, -1, 150, -1);
    row("admin above his own", u"admin"_s, 100, 0, 100);
}

void TestLifecycle::refundLimits()
{
    QFETCH(QString, role);
    QFETCH(qint64, own);
    QFETCH(qint64, usual);
    QFETCH(qint64, limit);
    m_store.reset(); // one at a time: each is the thread's executor
    m_store = std::make_unique<Store>();
    auto& orders = m_store->shop.orders();
    orders.setRefundLimit(usual);
    m_ann = m_store->addUser(u"ann"_s);
    m_staff = m_store->addUser(u"mei"_s, role);
    if (own >= 0)
        setLimit(m_staff, own);
    const ProductId tea = m_store->addProduct(u"tea"_s, 100, 10);
    const auto order = m_store->place(Store::order(m_ann, {{tea, 2}}));
    ZG_OK(order);
    ZG_OK(m_store->wait(orders.pay(order->id, m_ann)));
    ZG_OK(m_store->wait(orders.requestRefund(order->id, m_ann, {})));
    const auto decided = m_store->wait(orders.decideRefund(order->id, true, m_staff));
    if (limit < 0) {
        ZG_OK(decided);
        QCOMPARE(int(decided->status), int(S::Refunded));
        return;
    }
    ZG_FAILS(decided, RoleForbidden);
    QCOMPARE(decided.error().limitFen, std::optional(limit));
    QVERIFY(decided.error().message.contains(u"2.00"_s));
    QCOMPARE(int(m_store->wait(orders.findAny(order->id))->status), int(S::Refunding)); // nothing happened
    QCOMPARE(m_store->product(tea).stock, 8);
    ZG_OK(m_store->wait(orders.decideRefund(order->id, false, m_staff))); // refusing needs no limit
    QCOMPARE(m_store->violations(), QStringList());
}

void TestLifecycle::staffIsWrittenDown()
{
    m_store.reset(); // one at a time: each is the thread's executor
    m_store = std::make_unique<Store>();
    auto& orders = m_store->shop.orders();
    m_ann = m_store->addUser(u"ann"_s);
    m_staff = m_store->addUser(u"mei"_s, u"staff"_s);
    const audit::Actor mei(m_staff, u"192.0.2.7"_s);
    ProductDraft draft;
    draft.name = u"tea"_s;
    draft.priceFen = 100;
    draft.stock = 10;
    draft.status = ProductStatus::OnSale;
    const auto tea = m_store->wait(m_store->shop.products().create(draft, mei));
    ZG_OK(tea);
    ProductPatch patch;
    patch.version = tea->version;
    patch.priceFen = 90;
    ZG_OK(m_store->wait(m_store->shop.products().update(tea->id, patch, mei)));
    ZG_OK(m_store->wait(m_store->shop.products().adjustStock(tea->id, -3, u"counted"_s, mei)));
    const auto refunded = m_store->place(Store::order(m_ann, {{tea->id, 2}}));
    ZG_OK(refunded);
    ZG_OK(m_store->wait(orders.pay(refunded->id, m_ann)));
    ZG_OK(m_store->wait(orders.requestRefund(refunded->id, m_ann, {})));
    ZG_OK(m_store->wait(orders.decideRefund(refunded->id, true, mei)));
    const auto shipped = m_store->place(Store::order(m_ann, {{tea->id, 1}}));
    ZG_OK(shipped);
    ZG_OK(m_store->wait(orders.pay(shipped->id, m_ann)));
    ZG_OK(m_store->wait(orders.ship(shipped->id, u"SF42"_s, mei)));
    ZG_FAILS(m_store->wait(orders.ship(shipped->id, u"SF43"_s, mei)), IllegalTransition);

    using audit::Change;
    using audit::OperationKind;
    const QList<audit::Operation> all = operations(); // what customers do is not there
    QCOMPARE(all.size(), 5);
    const struct
    {
        OperationKind kind;
        QString subject;
        qint64 id;
        QList<Change> changes;
    } expected[] = {
        {OperationKind::Shipment,
         shipped->orderNo,
         shipped->id.value,
         {{u"status"_s, u"paid"_s, u"shipped"_s}, {u"tracking_no"_s, QString(), u"SF42"_s}}},
        {OperationKind::Refund,
         refunded->orderNo,
         refunded->id.value,
         {{u"status"_s, u"refunding"_s, u"refunded"_s}, {u"amount"_s, QString(), u"180"_s}}},
        {OperationKind::Stock,
         u"tea"_s,
         tea->id.value,
         {{u"stock"_s, u"10"_s, u"7"_s}, {u"note"_s, QString(), u"counted"_s}}},
        {OperationKind::Product, u"tea"_s, tea->id.value, {{u"price"_s, u"100"_s, u"90"_s}}},
        {OperationKind::Product,
         u"tea"_s,
         tea->id.value,
         {{u"status"_s, QString(), u"on_sale"_s}, {u"price"_s, QString(), u"100"_s}, {u"stock"_s, QString(), u"10"_s}}},
    };
    for (qsizetype i = 0; i < all.size(); ++i) {
        QCOMPARE(all.at(i).kind, expected[i].kind);
        QCOMPARE(all.at(i).subject, expected[i].subject);
        QCOMPARE(all.at(i).subjectId, expected[i].id);
        QVERIFY2(all.at(i).changes == expected[i].changes, audit::name(all.at(i).kind));
        QCOMPARE(all.at(i).by, m_staff);
        QCOMPARE(all.at(i).byName, u"mei"_s);
        QCOMPARE(all.at(i).origin, u"192.0.2.7"_s);
    }
}

QTEST_GUILESS_MAIN(TestLifecycle)
#include "tst_lifecycle.moc"
