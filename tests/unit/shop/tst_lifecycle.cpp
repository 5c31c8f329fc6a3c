// SPDX-License-Identifier: GPL-3.0-or-later
#include "store.h"

#include "shop/ordertransitions.h"

using namespace Qt::StringLiterals;
using namespace zg;
using namespace zg::shop;
using S = OrderStatus;
using E = OrderEvent;

namespace {
/// The contract's life cycle, written down a second time on purpose.
struct Step
{
    S from;
    E event;
    S to;
    std::optional<LedgerCause> returns;
};
const Step steps[] = {
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

private:
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
        std::ranges::find_if(steps, [&](const Step& s) { return s.from == S(from) && s.event == E(event); });
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

QTEST_GUILESS_MAIN(TestLifecycle)
#include "tst_lifecycle.moc"
