// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

namespace zg::sql {
class Database;
}

namespace zg::identity {

/// The key that signs tokens when JWT_SECRET does not give one: 48 random bytes in the data folder's jwt.secret,
/// readable by its owner only, made on the first start. Two starters get the same one. One that others could read is
/// tightened.
/// @errors InvalidArgument (field jwt-secret): the file is too short to be safe; DependencyDown: it cannot be read or
/// made
Result<QByteArray> loadOrMakeJwtSecret(const QString& dataDir);
/// The same for a store that several nodes serve from one PostgreSQL: it is kept there, so that each of them takes the
/// others' tokens. Blocking.
Result<QByteArray> loadOrMakeJwtSecret(sql::Database& database);

// For a store that moves, so that whoever is signed in stays so. Blocking.

/// @return the key that is kept there; empty: none is
Result<QByteArray> findJwtSecret(const QString& dataDir);
Result<QByteArray> findJwtSecret(sql::Database& database);
/// Puts the key in the place of the one that is there. In a folder that one stays, as jwt.secret.before-transfer.
Result<void> keepJwtSecret(const QString& dataDir, const QByteArray& secret);
Result<void> keepJwtSecret(sql::Database& database, const QByteArray& secret);

} // namespace zg::identity
