// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/bulk.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace zg::shop {

namespace {
constexpr std::array arrayTypes{"bigint[]"_L1, "text[]"_L1, "bytea[]"_L1}; // by sql::ColumnType
} // namespace

BulkInsert::BulkInsert(const char* name, const QString& head, const QString& row, qsizetype columns)
    : m_name(name)
    , m_columns(columns)
{
    for (size_t i = 0; i < sizes.size(); ++i)
        m_texts[i] = head + QStringList(sizes[i], row).join(u", "_s);
}

BulkInsert::BulkInsert(const char* name, const QString& head, const QString& row, QList<sql::ColumnType> columns)
    : BulkInsert(name, head, row, columns.size())
{
    m_types = std::move(columns);
    QStringList arrays, names;
    QString selected = row.sliced(1, row.size() - 2);
    for (qsizetype i = 0; i < m_types.size(); ++i) {
        const auto& type = arrayTypes[size_t(m_types[i])];
        arrays.append(u"?::"_s + type);
        names.append(u'v' + QString::number(i));
        selected.replace(selected.indexOf(u'?'), 1, names.last());
    }
    m_columnsText = head.chopped(QLatin1StringView("VALUES ").size()) + u"SELECT "_s + selected + u" FROM unnest("_s +
                    arrays.join(u", "_s) + u") AS r("_s + names.join(u", "_s) + u')';
}

Result<void> BulkInsert::runColumns(sql::Connection& connection, const QVariantList& values) const
{
    if (values.isEmpty())
        return {};
    const qsizetype rows = values.size() / m_columns;
    QVariantList columns;
    columns.reserve(m_columns);
    for (qsizetype i = 0; i < m_columns; ++i) {
        sql::Column column{m_types[i], {}};
        column.values.reserve(rows);
        for (qsizetype row = 0; row < rows; ++row)
            column.values.append(values[row * m_columns + i]);
        columns.append(column.toVariant());
    }
    return connection.runTextLater(m_name, m_columnsText, columns);
}

Result<void> BulkInsert::run(sql::Connection& connection, const QVariantList& values) const
{
    if (!m_types.isEmpty() && connection.dialect() == sql::Dialect::PostgreSql)
        return runColumns(connection, values);
    qsizetype at = 0;
    for (size_t i = 0; i < sizes.size(); ++i) {
        const qsizetype count = sizes[i] * m_columns;
        for (; values.size() - at >= count; at += count) {
            const auto done =
                connection.runTextLater(m_name, m_texts[i], count == values.size() ? values : values.mid(at, count));
            if (!done)
                return done.error();
        }
    }
    Q_ASSERT(at == values.size());
    return {};
}

IdList::IdList(const QList<qint64>& ids)
{
    constexpr std::array<qsizetype, 6> sizes{1, 5, 10, 20, 50, most};
    Q_ASSERT(!ids.isEmpty() && ids.size() <= most);
    const qsizetype size = *std::ranges::lower_bound(sizes, ids.size());
    m_text = u"IN ("_s + QStringList(size, u"?"_s).join(u',') + u')';
    m_values.reserve(size);
    for (qsizetype i = 0; i < size; ++i)
        m_values.append(ids[qMin(i, ids.size() - 1)]);
}

} // namespace zg::shop
