// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connection.h"

#include <QHash>
#include <QVariant>

#include <optional>

namespace zg::sql {

/// How far a transfer into a database came; kept in that database, in a table that is there only as long as it is
/// unfinished.
struct TransferProgress
{
    struct Table
    {
        QVariantList after; ///< the key of the last row that is there; empty: none
        qint64 rows = 0;
    };
    QString store; ///< which store it is that comes
    QHash<QString, Table> tables;
};

/// @return nothing when no transfer into this database is under way
Result<std::optional<TransferProgress>> readTransferProgress(Connection& connection);
Result<void> beginTransferProgress(Connection& connection, const QString& store);
Result<void> noteTransferProgress(Connection& connection, const QString& table, const TransferProgress::Table& state);
Result<void> endTransferProgress(Connection& connection);

/// What tells one store from another: when it was made, step by step.
Result<QString> storeFingerprint(Connection& connection);

/// A node does not serve half a store.
/// @errors DependencyDown with one sentence
Result<void> refuseUnfinishedTransfer(Connection& connection);

} // namespace zg::sql
