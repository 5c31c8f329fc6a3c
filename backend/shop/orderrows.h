// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/ordernumbers.h"
#include "shop/orderrequest.h"
#include "shop/values.h"
#include "sql/connection.h"

#include <QHash>

#include <span>

namespace zg::shop {

/// A product as an order finds it.
struct Shelf
{
    QString name;
    qint64 priceFen = 0;
    qint64 stock = 0;
    qint64 sales = 0;
    qint64 version = 0;
    ProductStatus status = ProductStatus::Deleted;
    bool isTouched = false;
};
using Shelves = QHash<qint64, Shelf>; // by product id

/// Reads the products that are named in `shelves`. @param isHeld nobody else changes them until the transaction ends
Result<void> readShelves(sql::Connection& connection, Shelves& shelves, bool isHeld);
/// The same and held, to be asked together with others (PostgreSQL only); what it answers.
sql::Asked askHeldShelves(const Shelves& shelves);
void fill(Shelves& shelves, sql::Rows& rows);
/// @errors NotFound, OffShelf, OutOfStock, each with productId: the order cannot be had from these
Result<void> checkShelves(const Shelves& shelves, const NewOrder& order);

/// The order that has this key already, and what it meant; nothing when it is new.
struct KeptKey
{
    qint64 orderId = 0;
    QByteArray meaning;
};
Result<std::optional<KeptKey>> findKey(sql::Connection& connection, const NewOrder& order);

/// The same for many (PostgreSQL only). Its rows: user, key, order, meaning.
sql::Asked askKeys(std::span<OrderRequest* const> requests);

class ChangeCollector;
/// An order that was placed before, perhaps by a commit whose answer was lost: then nobody was told of it, here.
void tellAgain(sql::Connection& connection, ChangeCollector& changes, const Order& order);

/// New orders on their way into the tables: the order, its items, its rows in the ledger.
/// Thread: the committer's, inside its transaction.
class OrderRows final
{
public:
    /// Fills request.placed. The shelves already have what is left behind this order.
    void add(OrderRequest& request, OrderNumbers& numbers, const Shelves& shelves);
    Result<void> insert(sql::Connection& connection) const;

private:
    QVariantList m_orders, m_items, m_ledger;
};

} // namespace zg::shop
