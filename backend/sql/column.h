// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>
#include <QVariant>

namespace zg::sql {

enum class ColumnType : quint8 { Integer, Text, Bytes };

/// A column's values of many rows, bound as one: an array for PostgreSQL's unnest() and ANY(). SQLite has none.
struct Column
{
    ColumnType type = ColumnType::Integer;
    QVariantList values; ///< null: NULL

    QVariant toVariant() const { return QVariant::fromValue(*this); }
};

} // namespace zg::sql

Q_DECLARE_METATYPE(zg::sql::Column)
