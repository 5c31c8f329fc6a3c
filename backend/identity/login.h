// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/task.h"
#include "identity/caller.h"
#include "identity/user.h"

#include <QByteArray>
#include <QString>

#include <atomic>

namespace zg::identity {

class Lockout;
class Passwords;
class Sessions;
class Tokens;
class Users;
class WeChat;

struct SignedIn
{
    QByteArray token;
    int expiresInS = 0;
    User user;
    bool operator==(const SignedIn&) const = default;
};

/// The ways in and out.
/// Thread: any with an executor.
/// @errors of every call: DependencyDown, Overloaded
class Login final
{
public:
    struct Figures
    {
        qint64 succeeded = 0; ///< by password or WeChat
        qint64 refused = 0;   ///< wrong name or password
        qint64 lockedOut = 0;
        qint64 refreshed = 0;
        bool operator==(const Figures&) const = default;
    };

    Login(Users& users, Passwords& passwords, Lockout& lockout, Tokens& tokens, Sessions& sessions, WeChat& wechat);
    Q_DISABLE_COPY_MOVE(Login)

    /// @param password UTF-8
    /// @errors BadCredentials (a wrong name, a wrong password, a disabled user: all alike), RateLimited
    Task<Result<SignedIn>> byPassword(QString username, QByteArray password);
    /// @errors WeChatError, RoleForbidden (a disabled user), InvalidArgument (code)
    Task<Result<SignedIn>> byWeChat(QString code);
    /// A new token for a live session. Of the user only id and role are filled in.
    /// @errors TokenMissing, TokenInvalid, TokenExpired (30 minutes ago or more), SessionRevoked
    Result<SignedIn> refresh(QByteArrayView token);
    Task<Result<void>> logout(Caller caller);

    Figures figures() const;

private:
    Task<Result<SignedIn>> welcome(User user, QByteArray passwordHash);

    Users& m_users;
    Passwords& m_passwords;
    Lockout& m_lockout;
    Tokens& m_tokens;
    Sessions& m_sessions;
    WeChat& m_wechat;
    std::atomic<qint64> m_succeeded{0};
    std::atomic<qint64> m_refused{0};
    std::atomic<qint64> m_lockedOut{0};
    std::atomic<qint64> m_refreshed{0};
};

} // namespace zg::identity
