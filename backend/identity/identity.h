// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings.h"
#include "identity/lockout.h"
#include "identity/login.h"
#include "identity/passwords.h"
#include "identity/sessions.h"
#include "identity/tokens.h"
#include "identity/users.h"
#include "identity/wechat.h"

namespace zg::identity {

/// All of identity, built in order.
/// Thread: made and destroyed on the node's; its parts say theirs.
class Identity final
{
public:
    /// @param settings with jwtSecret set (see loadOrMakeJwtSecret)
    Identity(sql::Database& database, const IdentitySettings& settings, const Clock& clock = Clock::system());
    Q_DISABLE_COPY_MOVE(Identity)

    Result<void> open() { return sessions.load(); } ///< blocking, when the database is open
    /// After the last request was answered, before the database closes: joins threads, writes the times of last use.
    Result<void> close();

    Passwords passwords;
    Tokens tokens;
    Sessions sessions;
    Lockout lockout;
    WeChat wechat;
    Users users;
    Login login;
};

} // namespace zg::identity
