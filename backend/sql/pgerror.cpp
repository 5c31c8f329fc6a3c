// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pgerror.h"

#include <libpq-fe.h>

namespace zg::sql {

using namespace Qt::StringLiterals;

namespace {

constexpr QByteArrayView uniqueViolation = "23505";
constexpr QByteArrayView serializationFailure = "40001";
constexpr QByteArrayView deadlockDetected = "40P01";
constexpr QByteArrayView readOnlyTransaction = "25006"; // a primary that became a replica
constexpr QByteArrayView queryCanceled = "57014";
constexpr QByteArrayView protocolViolation = "08P01"; // a value too few: our mistake, and the session goes on
constexpr QByteArrayView lockNotAvailable = "55P03";

QString oneLine(const char* text)
{
    return QString::fromUtf8(text).simplified();
}

} // namespace

bool isGood(const PGresult* result)
{
    switch (PQresultStatus(result)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_EMPTY_QUERY:
        return true;
    default:
        return false;
    }
}

QByteArrayView sqlState(const PGresult* result)
{
    const char* const state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return state ? QByteArrayView(state) : QByteArrayView();
}

bool isConflict(QByteArrayView state)
{
    return state == serializationFailure || state == deadlockDetected || state == uniqueViolation;
}

bool breaksSession(QByteArrayView state)
{
    // 08: connection exception, 57P: the administrator or a crash ended it, or it is starting up or stopping.
    if (state == protocolViolation)
        return false;
    return state.isEmpty() || state.startsWith("08") || state.startsWith("57P") || state == readOnlyTransaction;
}

Error pgError(const PGresult* result, const QString& what)
{
    const QByteArrayView state = sqlState(result);
    const QString words = what + u": "_s + oneLine(PQresultErrorMessage(result));
    if (state == uniqueViolation)
        return {ErrorCode::Duplicate, words};
    if (state == queryCanceled)
        return {ErrorCode::DependencyDown, what + u": the database cancelled the statement, it took too long"_s};
    // 53: out of memory, of disk, of connections.
    const bool isDown = breaksSession(state) || state.startsWith("53") || state.startsWith("58") ||
                        state == lockNotAvailable || state == serializationFailure || state == deadlockDetected;
    return {isDown ? ErrorCode::DependencyDown : ErrorCode::Internal, words};
}

Error pgError(const PGconn* connection, const QString& what)
{
    return {ErrorCode::DependencyDown, what + u": "_s + oneLine(PQerrorMessage(connection))};
}

} // namespace zg::sql
