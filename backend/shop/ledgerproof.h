// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "shop/changes.h"
#include "sql/database.h"
#include "telemetry/snapshot.h"

#include <QHash>
#include <QSet>

#include <mutex>

namespace zg::shop {

/// Holds the stock against its ledger while the store sells: of each product that a commit touched, that what stood in
/// the ledger before, and the rows since, come to the stock that is there now; and of all products, once a night, the
/// whole ledger. A product whose sums differ is a drift, with the orders of its last rows.
/// Thread: committed() the committers'; check() and startPass() one at a time (the keeper's); figures() any.
class LedgerProof final : public ChangeListener
{
public:
    LedgerProof(sql::Database& database, const Clock& clock);
    Q_DISABLE_COPY_MOVE(LedgerProof)

    void committed(const ChangeSet& changes) override;

    /// Checks what is due, and goes on with a pass that is under way: some tens of milliseconds at most.
    /// @param mayPass whether this node is the one that goes over the whole ledger
    /// @errors what the database says; what is due stays due
    Result<void> check(bool mayPass = true);
    void startPass(); ///< over the whole ledger, from the next check() on. Thread: any
    telemetry::LedgerFigures figures() const;
    /// The rows that are known stand for another store now (a restore): each product is looked at anew.
    void forget();

private:
    /// What of a product's ledger is proven: the sum up to a row.
    struct Base
    {
        qint64 ledgerId = 0;
        qint64 sum = 0;
        bool operator==(const Base&) const = default;
    };
    Result<void> checkDue();
    Result<void> checkOne(sql::Connection& connection, qint64 product);
    Result<void> passOn();
    Result<qint64> checkSlice(sql::Connection& connection, qint64 after);
    Result<void> noteDrift(sql::Connection& connection, qint64 product, qint64 stock, qint64 sum);
    bool isPassDue() const;
    void endPass();

    sql::Database& m_database;
    const Clock& m_clock;
    QHash<qint64, Base> m_bases; // by product; dropped when there are too many
    qint64 m_passAfter = -1;     // the last product of the pass under way; -1: none is
    qint64 m_passBeganMs = 0;
    qint64 m_passDrifts = 0;
    qint64 m_lastPassMs; // or when this began

    mutable std::mutex m_mutex; // guards what follows
    QSet<qint64> m_due;
    bool m_isPassWanted = false;
    telemetry::LedgerFigures m_figures;
};

} // namespace zg::shop
