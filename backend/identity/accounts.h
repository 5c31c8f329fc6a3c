// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "identity/user.h"

namespace zg::sql {
class Database;
}

namespace zg::identity {

// What the command line and the first start need, blocking.

/// @errors InvalidArgument with the field, Duplicate, DependencyDown
Result<User> addUser(sql::Database& database, const QString& username, const QByteArray& password, Role role,
                     const Clock& clock = Clock::system());
/// Makes the account `admin` when the store has no enabled admin. @return whether it made one
/// @errors as addUser; Duplicate when somebody else is called admin
Result<bool> ensureAdmin(sql::Database& database, const QByteArray& password, const Clock& clock = Clock::system());
Result<bool> hasAdmin(sql::Database& database);

} // namespace zg::identity
