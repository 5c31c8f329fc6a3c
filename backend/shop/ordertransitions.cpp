// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/ordertransitions.h"

#include <algorithm>

namespace zg::shop {

namespace {
using S = OrderStatus;
using E = OrderEvent;
using A = OrderActor;
using T = OrderTime;

constexpr OrderTransition transitions[] = {
    {S::PendingPayment, E::Pay, S::Paid, A::Owner, T::Paid, std::nullopt},
    {S::PendingPayment, E::Cancel, S::Cancelled, A::Owner, T::Cancelled, LedgerCause::Cancel},
    {S::PendingPayment, E::Expire, S::Cancelled, A::Program, T::Cancelled, LedgerCause::Expire},
    {S::Paid, E::Ship, S::Shipped, A::Staff, T::Shipped, std::nullopt},
    {S::Paid, E::RequestRefund, S::Refunding, A::Owner, T::None, std::nullopt},
    {S::Shipped, E::Confirm, S::Completed, A::Owner, T::Completed, std::nullopt},
    {S::Refunding, E::ApproveRefund, S::Refunded, A::Staff, T::None, LedgerCause::Refund},
    {S::Refunding, E::RefuseRefund, S::Paid, A::Staff, T::None, std::nullopt}, // paid_at stays: it was paid then
};
} // namespace

std::span<const OrderTransition> orderTransitions()
{
    return transitions;
}

const OrderTransition* orderTransition(OrderStatus from, OrderEvent event)
{
    const auto* const row =
        std::ranges::find_if(transitions, [&](const OrderTransition& t) { return t.from == from && t.event == event; });
    return row == std::end(transitions) ? nullptr : row;
}

OrderActor actorOf(OrderEvent event)
{
    return std::ranges::find(transitions, event, &OrderTransition::event)->actor; // every event has a row
}

} // namespace zg::shop
