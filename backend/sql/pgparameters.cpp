// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pgparameters.h"

#include "sql/column.h"
#include "sql/pgtext.h"

#include <QtEndian>

namespace zg::sql {

namespace {
QByteArray textOf(const QVariant& value)
{
    switch (value.typeId()) {
    case QMetaType::Bool:
    case QMetaType::Int:
    case QMetaType::UInt:
    case QMetaType::LongLong:
        return QByteArray::number(value.toLongLong());
    case QMetaType::QByteArray:
        return value.toByteArray();
    default:
        return toPgValue(value.toString());
    }
}

template <class T>
void append(QByteArray& out, T number)
{
    char bytes[sizeof(T)];
    qToBigEndian(number, bytes);
    out.append(bytes, sizeof(T));
}

/// An array in PostgreSQL's binary form: dimensions, whether it has NULLs, the elements' type; the length and the first
/// index of its one dimension; each element behind its length (src/backend/utils/adt/arrayfuncs.c, array_recv).
QByteArray arrayOf(const Column& column)
{
    constexpr qint32 int8Oid = 20, textOid = 25, byteaOid = 17; // src/include/catalog/pg_type.dat
    const bool isInteger = column.type == ColumnType::Integer;
    QByteArray out;
    out.reserve(20 + column.values.size() * 16);
    append<qint32>(out, column.values.isEmpty() ? 0 : 1);
    append<qint32>(out, 1);
    append<qint32>(out, isInteger ? int8Oid : column.type == ColumnType::Text ? textOid : byteaOid);
    if (column.values.isEmpty())
        return out;
    append<qint32>(out, qint32(column.values.size()));
    append<qint32>(out, 1);
    for (const QVariant& value : column.values) {
        if (value.isNull()) {
            append<qint32>(out, -1);
        } else if (isInteger) {
            append<qint32>(out, 8);
            append<qint64>(out, value.toLongLong());
        } else {
            const QByteArray element = textOf(value);
            append<qint32>(out, qint32(element.size()));
            out.append(element);
        }
    }
    return out;
}
} // namespace

PgParameters PgParameters::of(std::span<const QVariant> values)
{
    PgParameters parameters;
    parameters.m_held.reserve(values.size()); // the pointers stay
    parameters.m_values.reserve(values.size());
    parameters.m_lengths.reserve(values.size());
    parameters.m_formats.reserve(values.size());
    for (const QVariant& value : values) {
        const bool isColumn = value.typeId() == qMetaTypeId<Column>();
        const bool isBytes = isColumn || value.typeId() == QMetaType::QByteArray;
        const char* data = nullptr;
        int length = 0;
        if (isColumn || !value.isNull()) {
            parameters.m_held.push_back(isColumn ? arrayOf(*static_cast<const Column*>(value.constData()))
                                                 : textOf(value));
            data = parameters.m_held.back().constData();
            length = int(parameters.m_held.back().size());
        }
        parameters.m_values.push_back(data);
        parameters.m_lengths.push_back(length);
        parameters.m_formats.push_back(isBytes ? 1 : 0);
    }
    return parameters;
}

} // namespace zg::sql
