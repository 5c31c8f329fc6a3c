// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/sqliteerror.h"

#include <sqlite3.h>

namespace zg::sql {

using namespace Qt::StringLiterals;

namespace {

struct Meaning
{
    ErrorCode code;
    const char16_t* sentence; // nullptr: SQLite's own words
};

Meaning meaning(int code)
{
    switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        return {ErrorCode::Duplicate, nullptr};
    case SQLITE_READONLY_DBMOVED:
        return {ErrorCode::DependencyDown, u"the database file was moved or deleted"};
    default:
        break;
    }
    switch (code & 0xff) { // the primary code
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        return {ErrorCode::DependencyDown, u"the database is locked by another program"};
    case SQLITE_FULL:
        return {ErrorCode::DependencyDown, u"the disk is full"};
    case SQLITE_IOERR:
        return {ErrorCode::DependencyDown, u"the disk answers with an error"};
    case SQLITE_CANTOPEN:
        return {ErrorCode::DependencyDown, u"the database file cannot be opened"};
    case SQLITE_CORRUPT:
        return {ErrorCode::DependencyDown, u"the database file is damaged"};
    case SQLITE_NOTADB:
        return {ErrorCode::DependencyDown, u"the file is not an SQLite database"};
    case SQLITE_READONLY:
        return {ErrorCode::DependencyDown, u"the database cannot be written to"};
    default:
        return {ErrorCode::Internal, nullptr};
    }
}

} // namespace

Error sqliteError(int code, const QString& what, const QString& detail)
{
    const Meaning known = meaning(code);
    if (!known.sentence)
        return {known.code, what + u": "_s + detail};
    return {known.code,
            what + u": "_s + QString::fromUtf16(known.sentence) + u" (SQLite %1: %2)"_s.arg(code).arg(detail)};
}

Error sqliteError(sqlite3* handle, int code, const QString& what)
{
    // The handle's own words fit only when they are about this very error.
    const bool isLast = handle && sqlite3_extended_errcode(handle) == code;
    return sqliteError(code, what, QString::fromUtf8(isLast ? sqlite3_errmsg(handle) : sqlite3_errstr(code)));
}

bool breaksConnection(int code)
{
    switch (code & 0xff) {
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return true;
    default:
        return code == SQLITE_READONLY_DBMOVED;
    }
}

} // namespace zg::sql
