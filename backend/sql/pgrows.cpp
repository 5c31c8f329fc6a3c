// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pgrows.h"

#include "sql/pgtext.h"

#include <libpq-fe.h>

#include <charconv>

namespace zg::sql {

namespace {
constexpr Oid byteaType = 17; // pg_type.dat: fixed for ever
} // namespace

void PgResultDeleter::operator()(PGresult* result) const
{
    PQclear(result);
}

PgRows::PgRows(PgResult result)
    : m_result(std::move(result))
    , m_count(PQntuples(m_result.get()))
{
}

qint64 PgRows::integer(int column) const
{
    const char* const text = PQgetvalue(m_result.get(), m_row, column);
    qint64 number = text[0] == 't'; // a boolean
    std::from_chars(text, text + PQgetlength(m_result.get(), m_row, column), number);
    return number;
}

QString PgRows::text(int column) const
{
    if (isNull(column))
        return {};
    const int length = PQgetlength(m_result.get(), m_row, column);
    return length > 0 ? fromPgValue({PQgetvalue(m_result.get(), m_row, column), length}) : QStringLiteral("");
}

QByteArray PgRows::bytes(int column) const
{
    if (isNull(column))
        return {};
    const QByteArrayView value(PQgetvalue(m_result.get(), m_row, column), PQgetlength(m_result.get(), m_row, column));
    if (PQftype(m_result.get(), column) == byteaType && value.startsWith("\\x"))
        return value.size() == 2 ? QByteArray("") : QByteArray::fromHex(value.sliced(2).toByteArray());
    return value.isEmpty() ? QByteArray("") : value.toByteArray();
}

bool PgRows::isNull(int column) const
{
    return PQgetisnull(m_result.get(), m_row, column) != 0;
}

} // namespace zg::sql
