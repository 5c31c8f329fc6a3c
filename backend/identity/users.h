// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audit/operation.h"
#include "core/clock.h"
#include "core/result.h"
#include "core/task.h"
#include "identity/user.h"

namespace zg::sql {
class Database;
}

namespace zg::identity {

class Passwords;
class Sessions;

/// A user with what his password is checked against.
struct Account
{
    User user;
    QByteArray passwordHash; ///< empty: he has none
};

/// The people of the store.
/// Thread: any with an executor.
/// @errors of every call: DependencyDown, Overloaded
class Users final
{
public:
    static constexpr int maxPage = 100;

    Users(sql::Database& database, Passwords& passwords, Sessions& sessions, const Clock& clock = Clock::system());
    Q_DISABLE_COPY_MOVE(Users)

    Task<Result<User>> find(UserId id);              ///< NotFound
    Task<Result<Account>> account(QString username); ///< NotFound; the name is compared exactly
    /// @errors InvalidArgument: limit (1–100), cursor
    Task<Result<UserPage>> list(UserFilter filter, QByteArray cursor, int limit);
    /// @errors InvalidArgument with the field, Duplicate when the name is taken
    Task<Result<User>> create(NewUser wanted, audit::Actor by = {});
    /// Disabling a user, or changing his role or password, ends his sessions.
    /// @errors NotFound, InvalidArgument, Duplicate; IllegalTransition when it would leave the store without an enabled
    /// admin
    Task<Result<User>> update(UserId id, UserPatch patch, audit::Actor by = {});
    /// Signs a user out everywhere. @return how many sessions that were @errors NotFound
    Task<Result<int>> endSessions(UserId id, audit::Actor by = {});
    /// Admins and staff, admins first; a thousand of each at most.
    Task<Result<QList<StaffRecord>>> staff();
    /// The user of this openid, made on his first visit. Two first visits at once are one user.
    Task<Result<User>> ofOpenid(QString openid);

private:
    sql::Database& m_database;
    Passwords& m_passwords;
    Sessions& m_sessions;
    const Clock& m_clock;
};

} // namespace zg::identity
