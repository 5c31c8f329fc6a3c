// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "shop/liststatement.h"
#include "shop/values.h"

namespace zg::shop {

/// The columns of an order `o`, in the order that orderFrom() reads them.
extern const QString orderColumns;
Order orderFrom(const sql::Rows& row);

/// One order with its items. @errors NotFound
Result<Order> readOrder(sql::Connection& connection, OrderId id);
/// The same inside a write: nobody else changes it until the transaction ends.
Result<Order> readOrderToChange(sql::Connection& connection, OrderId id);
/// The same with history and names, for staff. @errors NotFound
Result<Order> readOrderForStaff(sql::Connection& connection, OrderId id);

/// One statement each for a whole page. @param orders at most IdList::most
Result<void> attachItems(sql::Connection& connection, QList<Order>& orders);
Result<void> attachHistory(sql::Connection& connection, QList<Order>& orders);
ListStatement itemsOf(const QList<qint64>& orderIds);
ListStatement historyOf(const QList<qint64>& orderIds);

} // namespace zg::shop
