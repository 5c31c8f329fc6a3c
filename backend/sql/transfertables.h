// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connection.h"

#include <QByteArray>
#include <QVariant>

#include <array>
#include <span>

namespace zg::sql {

enum class ColumnKind : quint8 { Integer, Text, Bytes };

struct TransferColumn
{
    const char* name;
    ColumnKind kind;
};

/// A table of the store as a transfer copies it: its columns, of which the first are its key.
struct TransferTable
{
    const char* name;
    int keys; ///< how many of the columns, from the first
    std::span<const TransferColumn> columns;
    bool isSeeded = false; ///< a new database has rows in it already
};

/// The tables of the store, each after those it refers to. What is not here is not the store's: the schema's own
/// steps, the nodes and their leases.
std::span<const TransferTable> transferTables();

using TransferRow = QVariantList;

/// The rows behind `after` (the first, when it is empty) in the order of the key.
Result<QList<TransferRow>> readRows(Connection& connection, const TransferTable& table, const QVariantList& after,
                                    int limit);
Result<void> insertRows(Connection& connection, const TransferTable& table, const QList<TransferRow>& rows);
Result<qint64> countRows(Connection& connection, const TransferTable& table);
inline QVariantList keyOf(const TransferTable& table, const TransferRow& row)
{
    return row.mid(0, table.keys);
}

/// How many rows and what is in them, the same whatever engine and order they came from: the sum of the rows' own
/// SHA-256, in four words of 64 bits.
struct TableDigest
{
    qint64 rows = 0;
    std::array<quint64, 4> sum{};
    void add(const TransferTable& table, const TransferRow& row);
    QByteArray hex() const;
    bool operator==(const TableDigest&) const = default;
};

} // namespace zg::sql
