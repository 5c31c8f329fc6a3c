// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/ids.h"
#include "core/result.h"
#include "identity/role.h"
#include "identity/sid.h"

#include <QByteArray>
#include <QByteArrayView>

#include <memory>

namespace zg::identity {

/// What a token says once its signature is checked.
struct Claims
{
    UserId userId;
    Role role = Role::None; ///< when it was issued; the session knows today's
    Sid sid;
    qint64 issuedAtS = 0; ///< seconds since 1970, UTC
    qint64 expiresAtS = 0;
    qint64 notBeforeS = 0;
    bool operator==(const Claims&) const = default;
};

class TokenCache;

/// JSON web tokens, HS256, one hour: {sub, role, sid, iat, exp, jti}. A token that was checked once is remembered until
/// it expires, so that checking it again is a look-up.
/// Thread: any.
class Tokens final
{
public:
    static constexpr int lifeS = 3600;
    static constexpr int refreshGraceS = 30 * 60; ///< an expired token still names a session to refresh for so long
    static constexpr int minSecretBytes = 32;

    /// @param secret the HMAC key as raw bytes, at least minSecretBytes
    explicit Tokens(QByteArray secret, const Clock& clock = Clock::system());
    ~Tokens();
    Q_DISABLE_COPY_MOVE(Tokens)

    Result<QByteArray> issue(UserId userId, Role role, const Sid& sid) const;
    /// @errors TokenMissing (empty), TokenInvalid, TokenExpired
    Result<Claims> verify(QByteArrayView token) const;
    /// The same, but a token that expired less than refreshGraceS ago is good.
    Result<Claims> verifyForRefresh(QByteArrayView token) const;

private:
    Result<Claims> check(QByteArrayView token) const; ///< signature and form, not the times
    bool isSigned(QByteArrayView content, QByteArrayView signature) const;

    const QByteArray m_secret;
    const Clock& m_clock;
    const std::unique_ptr<TokenCache> m_cache;
};

} // namespace zg::identity
