// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "sql/connection.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace zg::sql {

/// One step of the schema: a file NNNN_name.sql.
struct Migration
{
    int version = 0;
    QString name;
    QByteArray sql;
    QByteArray checksum() const; ///< SHA-256, in hexadecimal
    bool operator==(const Migration&) const = default;
};

/// Those compiled into the program, in order.
const QList<Migration>& builtInMigrations(Dialect dialect = Dialect::Sqlite);
/// Those in `folder`, in order. @errors Internal: a file without a number, a number twice or a gap
Result<QList<Migration>> readMigrations(const QString& folder);

/// Brings the schema up to date, one transaction a step. Several processes may do it at once.
/// @return how many steps were taken
/// @errors DependencyDown: the schema is newer than this program, a step it took was changed since, not a store of ours
Result<int> migrate(Connection& connection, const QList<Migration>& migrations, const Clock& clock = Clock::system());

/// Only looks: is the schema exactly the one that `migrations` lead to?
/// @errors as migrate(), and DependencyDown when steps are missing
Result<void> checkSchema(Connection& connection, const QList<Migration>& migrations);

} // namespace zg::sql
