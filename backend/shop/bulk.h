// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/column.h"
#include "sql/connection.h"

#include <QVariantList>

#include <array>

namespace zg::shop {

/// The text of an INSERT for many rows at once, for a few sizes, so that few statements are prepared and few are run.
/// Thread: any; constant after its constructor.
class BulkInsert final
{
public:
    /// @param head "INSERT INTO t (a, b) VALUES " @param row "(?, ?)"
    BulkInsert(const char* name, const QString& head, const QString& row, qsizetype columns);
    /// One that PostgreSQL gets as one statement, however many rows there are, with a whole column a value.
    BulkInsert(const char* name, const QString& head, const QString& row, QList<sql::ColumnType> columns);

    /// Runs it for `values`: a whole number of rows, one row's values after the other's. Its error may show with the
    /// connection's next statement, as execLater()'s.
    Result<void> run(sql::Connection& connection, const QVariantList& values) const;

private:
    Result<void> runColumns(sql::Connection& connection, const QVariantList& values) const;

    static constexpr std::array<qsizetype, 3> sizes{32, 8, 1}; // rows a statement
    const char* m_name;
    qsizetype m_columns;
    std::array<QString, 3> m_texts;
    QList<sql::ColumnType> m_types; // empty: not told
    QString m_columnsText;
};

/// "IN (?, ?, …)" for a few sizes; the last id is repeated to fill the list up.
class IdList final
{
public:
    static constexpr qsizetype most = 100; ///< ids at once; a page is no longer

    /// @param ids 1 to `most`
    explicit IdList(const QList<qint64>& ids);
    const QString& text() const { return m_text; }
    const QVariantList& values() const { return m_values; }

private:
    QString m_text;
    QVariantList m_values;
};

} // namespace zg::shop
