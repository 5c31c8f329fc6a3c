// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/values.h"

#include <span>

namespace zg::shop {

/// What can happen to an order after it was made.
enum class OrderEvent : quint8 { Pay, Cancel, Expire, Ship, Confirm, RequestRefund, ApproveRefund, RefuseRefund };
inline constexpr int orderEventCount = 8;

enum class OrderActor : quint8 { Owner, Staff, Program };
enum class OrderTime : quint8 { None, Paid, Shipped, Completed, Cancelled };

/// One row of the life cycle: from this status, by this event, to that status, and all that goes with it.
struct OrderTransition
{
    OrderStatus from;
    OrderEvent event;
    OrderStatus to;
    OrderActor actor;                        ///< who may do it
    OrderTime time;                          ///< which column remembers when
    std::optional<LedgerCause> returnsStock; ///< the cause under which the items go back on the shelf
};

/// The whole life cycle. What is not here is an IllegalTransition.
std::span<const OrderTransition> orderTransitions();
/// @return nothing when the event may not happen in this status
const OrderTransition* orderTransition(OrderStatus from, OrderEvent event);
OrderActor actorOf(OrderEvent event);

} // namespace zg::shop
