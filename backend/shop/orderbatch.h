// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "shop/changecollector.h"
#include "shop/orderrequest.h"
#include "sql/connection.h"

#include <QHash>

#include <deque>
#include <span>
#include <vector>

namespace zg::shop {

/// The order path's heart: decides many new orders in memory, in the order of their arrival, each all or nothing, and
/// writes what they come to: each product is read once and updated once, however many orders want it. On PostgreSQL it
/// locks the products first, in the order of their ids, and numbers the ledger's rows while it holds them.
/// Thread: the committer's, inside its transaction; used once.
class OrderBatch final
{
public:
    OrderBatch(sql::Connection& connection, const Clock& clock, ChangeCollector& changes);

    /// Fills `placed` of the requests that went well.
    /// @return one result a request; the outer error is the database's, and nothing may be kept then
    Result<std::vector<Result<void>>> run(std::span<OrderRequest* const> requests);

private:
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
    using Key = std::pair<qint64, QString>; // user, idempotency key
    struct First
    {
        qint64 id = 0; // of the order that came first
        QByteArray meaning;
        const OrderRequest* here = nullptr; // set when it is in this batch
    };

    Result<void> readLast();
    Result<void> takeNumbers(std::span<OrderRequest* const> requests);
    qint64 nextOrderId();
    qint64 nextLedgerId();
    bool isSqlite() const { return m_connection.dialect() == sql::Dialect::Sqlite; }
    Result<void> readShelves(std::span<OrderRequest* const> requests);
    Result<void> readKeys(std::span<OrderRequest* const> requests);
    Result<void> decide(OrderRequest& request);
    Result<void> again(OrderRequest& request, const First& first);
    void write(OrderRequest& request);
    Result<void> flush();

    sql::Connection& m_connection;
    ChangeCollector& m_changes;
    const qint64 m_nowMs;
    qint64 m_lastId = 0;                        // on SQLite, where one committer numbers all
    qint64 m_lastLedgerId = 0;                  // likewise
    std::deque<qint64> m_orderIds, m_ledgerIds; // on PostgreSQL, taken from its sequences
    qint64 m_createdAt = 0;
    bool m_failed = false; // the database failed inside decide()
    QString m_day;
    QHash<qint64, Shelf> m_shelves;
    QHash<Key, First> m_keys;
    QVariantList m_orders, m_items, m_ledger;
};

/// A number no other order has: the shop's day (UTC+8) and the order's id.
QString orderNumber(qint64 createdAtMs, qint64 id);

} // namespace zg::shop
