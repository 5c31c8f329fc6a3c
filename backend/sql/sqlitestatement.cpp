// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/sqlitestatement.h"

#include "sql/sqliteconnection.h"
#include "sql/sqliteerror.h"

#include <sqlite3.h>

namespace zg::sql {

using namespace Qt::StringLiterals;

SqliteStatement::SqliteStatement(SqliteConnection& connection, sqlite3_stmt* statement, StatementFigures& figures)
    : m_connection(connection)
    , m_statement(statement)
    , m_figures(figures)
    , m_isReadOnly(sqlite3_stmt_readonly(statement))
{
    m_held.reserve(size_t(sqlite3_bind_parameter_count(statement)));
}

SqliteStatement::~SqliteStatement()
{
    sqlite3_finalize(m_statement);
}

Result<void> SqliteStatement::start(std::span<const QVariant> values)
{
    m_started = std::chrono::steady_clock::now();
    m_connection.m_activity.begin(m_figures.name.constData(), m_started);
    m_rows = 0;
    if (!m_isReadOnly)
        m_changesBefore = sqlite3_total_changes64(m_connection.m_handle);
    if (auto bound = bind(values); !bound) {
        m_connection.m_activity.end(m_started);
        return bound;
    }
    m_running = true;
    m_isStepped = false;
    m_row = sqlite3_step(m_statement);
    if (m_row == SQLITE_ROW || m_row == SQLITE_DONE)
        return {};
    Error error = m_connection.failed(m_row, m_figures.name);
    finish();
    return error;
}

Result<void> SqliteStatement::bind(std::span<const QVariant> values)
{
    const int wanted = sqlite3_bind_parameter_count(m_statement);
    if (int(values.size()) != wanted) {
        return Error{
            ErrorCode::Internal,
            u"%1: %2 values for %3 places"_s.arg(QString::fromUtf8(m_figures.name)).arg(values.size()).arg(wanted)};
    }
    m_held.clear();
    for (size_t i = 0; i < values.size(); ++i) {
        if (const int code = bindOne(int(i) + 1, values[i]); code != SQLITE_OK)
            return m_connection.failed(code, m_figures.name);
    }
    return {};
}

int SqliteStatement::bindOne(int index, const QVariant& value)
{
    if (value.isNull())
        return sqlite3_bind_null(m_statement, index);
    switch (value.typeId()) {
    case QMetaType::Bool:
    case QMetaType::Int:
    case QMetaType::UInt:
    case QMetaType::LongLong:
        return sqlite3_bind_int64(m_statement, index, value.toLongLong());
    case QMetaType::Double:
        return sqlite3_bind_double(m_statement, index, value.toDouble());
    case QMetaType::QByteArray: {
        const auto& blob = m_held.emplace_back(value.toByteArray());
        return sqlite3_bind_blob64(m_statement, index, blob.constData(), quint64(blob.size()), SQLITE_STATIC);
    }
    default: {
        const auto& text = m_held.emplace_back(value.toString().toUtf8());
        return sqlite3_bind_text64(m_statement, index, text.constData(), quint64(text.size()), SQLITE_STATIC,
                                   SQLITE_UTF8);
    }
    }
}

bool SqliteStatement::next()
{
    if (m_isStepped)
        m_row = sqlite3_step(m_statement);
    m_isStepped = true;
    if (m_row == SQLITE_ROW) {
        ++m_rows;
        return true;
    }
    if (m_row != SQLITE_DONE)
        m_connection.m_failure = m_connection.failed(m_row, m_figures.name);
    reset(); // frees the read transaction now; a second next() finds SQLITE_DONE
    m_isStepped = false;
    m_row = SQLITE_DONE;
    return false;
}

qint64 SqliteStatement::integer(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

QString SqliteStatement::text(int column) const
{
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(m_statement, column));
    if (!text)
        return {};
    const int size = sqlite3_column_bytes(m_statement, column);
    return size > 0 ? QString::fromUtf8(text, size) : QString(u""_s);
}

QByteArray SqliteStatement::bytes(int column) const
{
    // As text or as a blob: the bytes are the same, and blob() converts nothing.
    const auto* data = static_cast<const char*>(sqlite3_column_blob(m_statement, column));
    if (data)
        return QByteArray(data, sqlite3_column_bytes(m_statement, column));
    return isNull(column) ? QByteArray() : QByteArray("");
}

bool SqliteStatement::isNull(int column) const
{
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

void SqliteStatement::reset()
{
    sqlite3_reset(m_statement); // repeats the error that step() gave already
}

void SqliteStatement::finish()
{
    if (!m_running)
        return;
    reset();
    m_held.clear();
    m_running = false;
    m_connection.m_activity.end(m_started);
    const qint64 changed = m_isReadOnly ? 0 : sqlite3_total_changes64(m_connection.m_handle) - m_changesBefore;
    m_connection.note(*this, m_started, std::max(m_rows, changed));
    if (m_isExtra)
        delete this;
}

} // namespace zg::sql
