// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/login.h"

#include "identity/lockout.h"
#include "identity/passwords.h"
#include "identity/sessions.h"
#include "identity/tokens.h"
#include "identity/users.h"
#include "identity/wechat.h"

namespace zg::identity {

using namespace Qt::StringLiterals;

namespace {
void count(std::atomic<qint64>& counter)
{
    counter.fetch_add(1, std::memory_order_relaxed);
}
} // namespace

Login::Login(Users& users, Passwords& passwords, Lockout& lockout, Tokens& tokens, Sessions& sessions, WeChat& wechat)
    : m_users(users)
    , m_passwords(passwords)
    , m_lockout(lockout)
    , m_tokens(tokens)
    , m_sessions(sessions)
    , m_wechat(wechat)
{
}

Task<Result<SignedIn>> Login::byPassword(QString username, QByteArray password)
{
    co_await m_lockout.learn(username);
    const auto allowed = m_lockout.check(username);
    if (!allowed) {
        count(m_lockedOut);
        co_return Result<SignedIn>(allowed.error());
    }
    const auto found = co_await m_users.account(username);
    if (!found && found.error().code != ErrorCode::NotFound)
        co_return Result<SignedIn>(found.error());
    // A name that is unknown takes the same way as one that is known, one bcrypt included.
    const Account account = found ? *found : Account();
    const auto verified = co_await m_passwords.verify(std::move(password), account.passwordHash);
    if (!verified)
        co_return Result<SignedIn>(verified.error());
    const auto settled = m_lockout.settle(username, *verified && !account.user.disabled);
    if (!settled) {
        count(settled.error().code == ErrorCode::RateLimited ? m_lockedOut : m_refused);
        co_return Result<SignedIn>(settled.error());
    }
    auto signedIn = co_await welcome(account.user, account.passwordHash);
    co_return signedIn;
}

Task<Result<SignedIn>> Login::byWeChat(QString code)
{
    const auto openid = co_await m_wechat.openid(std::move(code));
    if (!openid)
        co_return Result<SignedIn>(openid.error());
    const auto user = co_await m_users.ofOpenid(*openid);
    if (!user)
        co_return Result<SignedIn>(user.error());
    if (user->disabled)
        co_return Result<SignedIn>(Error(ErrorCode::RoleForbidden, u"user %1 is disabled"_s.arg(user->id.value)));
    auto signedIn = co_await welcome(*user, QByteArray());
    if (!signedIn && signedIn.error().code == ErrorCode::BadCredentials) // disabled a moment ago
        co_return Result<SignedIn>(Error(ErrorCode::RoleForbidden, signedIn.error().message));
    co_return signedIn;
}

Task<Result<SignedIn>> Login::welcome(User user, QByteArray passwordHash)
{
    const auto sid = co_await m_sessions.begin(user, std::move(passwordHash));
    if (!sid)
        co_return Result<SignedIn>(sid.error());
    const auto token = m_tokens.issue(user.id, user.role, *sid);
    if (!token)
        co_return Result<SignedIn>(token.error());
    count(m_succeeded);
    SignedIn signedIn;
    signedIn.token = *token;
    signedIn.expiresInS = Tokens::lifeS;
    signedIn.user = std::move(user);
    co_return Result<SignedIn>(std::move(signedIn));
}

Result<SignedIn> Login::refresh(QByteArrayView token)
{
    const auto caller = m_sessions.authenticateForRefresh(token);
    if (!caller)
        return caller.error();
    const auto fresh = m_tokens.issue(caller->userId, caller->role, Sid::fromText(caller->sid));
    if (!fresh)
        return fresh.error();
    count(m_refreshed);
    SignedIn signedIn;
    signedIn.token = *fresh;
    signedIn.expiresInS = Tokens::lifeS;
    signedIn.user.id = caller->userId;
    signedIn.user.role = caller->role;
    return signedIn;
}

Task<Result<void>> Login::logout(Caller caller)
{
    auto ended = co_await m_sessions.end(caller.sid);
    co_return ended;
}

Login::Figures Login::figures() const
{
    Figures figures;
    figures.succeeded = m_succeeded.load(std::memory_order_relaxed);
    figures.refused = m_refused.load(std::memory_order_relaxed);
    figures.lockedOut = m_lockedOut.load(std::memory_order_relaxed);
    figures.refreshed = m_refreshed.load(std::memory_order_relaxed);
    return figures;
}

} // namespace zg::identity
