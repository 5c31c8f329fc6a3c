// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/demohistory.h"

#include "shop/ordernumbers.h"

#include <algorithm>
#include <random>

using namespace Qt::StringLiterals;

namespace zg::shop {

namespace {
constexpr qint64 minute = 60'000;
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;
constexpr qint64 span = 60 * day;
constexpr unsigned seed = 20'260'301; // the same store each time

/// Equal on every platform, unlike std::uniform_int_distribution.
qint64 pick(std::mt19937& random, qint64 from, qint64 to)
{
    return from + qint64(random() % quint32(to - from + 1));
}

void change(Order& order, OrderStatus to, qint64 userId, qint64 at, const QString& note = {})
{
    HistoryEntry entry;
    entry.from = order.status;
    entry.to = to;
    entry.userId = UserId(userId);
    entry.at = at;
    entry.note = note;
    order.history.append(entry);
    order.status = to;
    order.version += 1;
}

/// What became of an order: the older, the further; some were cancelled or refunded.
void live(Order& order, std::mt19937& random, qint64 staff, qint64 nowMs)
{
    const qint64 customer = order.userId.value;
    const qint64 age = nowMs - order.createdAt;
    const qint64 luck = pick(random, 0, 99);
    const qint64 soon = order.createdAt + pick(random, minute, 20 * minute);
    if (luck < 8) {
        change(order, OrderStatus::Cancelled, customer, soon);
        order.cancelledAt = soon;
        return;
    }
    change(order, OrderStatus::Paid, customer, soon);
    order.paidAt = soon;
    if (luck < 12 && age > day) {
        const qint64 asked = soon + pick(random, hour, 6 * hour);
        change(order, OrderStatus::Refunding, customer, asked, u"不想要了"_s);
        change(order, OrderStatus::Refunded, staff, asked + pick(random, hour, 12 * hour));
        return;
    }
    if (age < 2 * day)
        return;
    const qint64 shipped = soon + pick(random, 6 * hour, 36 * hour);
    change(order, OrderStatus::Shipped, staff, shipped);
    order.shippedAt = shipped;
    order.trackingNo = u"SF%1"_s.arg(1'000'000'000 + order.id.value * 7'919);
    if (age < 7 * day)
        return;
    const qint64 arrived = shipped + pick(random, 2 * day, 5 * day);
    change(order, OrderStatus::Completed, customer, arrived);
    order.completedAt = arrived;
}

void move(DemoHistory& history, const Order& order)
{
    const auto last = order.history.last();
    const bool isCancelled = order.status == OrderStatus::Cancelled;
    for (const auto& item : order.items) {
        history.movements.push_back({order.createdAt, order.id.value, order.userId.value, item.productId.value,
                                     -item.quantity, LedgerCause::Order});
        if (isCancelled || order.status == OrderStatus::Refunded) {
            const auto cause = isCancelled ? LedgerCause::Cancel : LedgerCause::Refund;
            history.movements.push_back(
                {last.at, order.id.value, last.userId->value, item.productId.value, item.quantity, cause});
        }
    }
}

void fill(Order& order, const std::vector<Product>& products, std::mt19937& random)
{
    const qint64 first = pick(random, 1, qint64(products.size()));
    qint64 second = pick(random, 1, qint64(products.size()) - 1);
    if (second >= first)
        ++second;
    for (const qint64 id : {first, second}) {
        const auto& product = products[size_t(id - 1)];
        order.items.append(OrderItem{product.id, product.name, product.priceFen, pick(random, 1, 3)});
        order.totalFen += order.items.last().amountFen();
    }
}
} // namespace

DemoHistory demoHistory(const std::vector<Product>& products, const DemoPeople& people, int ordersEach, qint64 nowMs)
{
    std::mt19937 random(seed);
    DemoHistory history;
    const qint64 count = people.customers * ordersEach;
    const qint64 gap = span / (count + 1);
    history.orders.reserve(size_t(count));
    for (qint64 i = 0; i < count; ++i) {
        Order order;
        order.id = OrderId(i + 1);
        order.userId = UserId(people.firstCustomer +
                              (i * 77 + i / people.customers) % people.customers); // 77 visits each of 200 once a round
        order.createdAt = nowMs - span + i * gap + pick(random, 0, gap / 2); // the last one is half a gap old at least
        order.orderNo = orderNumber(order.createdAt, order.id.value);
        fill(order, products, random);
        live(order, random, people.staff, nowMs);
        move(history, order);
        history.orders.push_back(std::move(order));
    }
    std::ranges::stable_sort(history.movements, {}, &DemoMovement::at);
    return history;
}

} // namespace zg::shop
