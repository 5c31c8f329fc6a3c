// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArrayView>
#include <QString>

typedef struct pg_conn PGconn;
typedef struct pg_result PGresult;

namespace zg::sql {

/// What PostgreSQL said, as an error of ours. @param what the statement's name, for the message
Error pgError(const PGresult* result, const QString& what);
/// The same for a connection that failed: libpq's words on one line, without a password.
Error pgError(const PGconn* connection, const QString& what);

bool isGood(const PGresult* result);             ///< the command went well, with rows or without
QByteArrayView sqlState(const PGresult* result); ///< five characters, or none
/// Two transactions stood in each other's way: the same again may succeed (40001, 40P01, 23505).
bool isConflict(QByteArrayView state);
/// The session is of no more use: the server goes down, was promoted or demoted, or ended it.
bool breaksSession(QByteArrayView state);

} // namespace zg::sql
