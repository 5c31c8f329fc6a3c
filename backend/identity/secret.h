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

} // namespace zg::identity
