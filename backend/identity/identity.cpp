// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/identity.h"

namespace zg::identity {

namespace {
WeChat::Options wechatOptions(const IdentitySettings& settings)
{
    WeChat::Options options;
    options.base = settings.wechatApi;
    options.appId = settings.wechatAppId;
    options.secret = settings.wechatSecret;
    return options;
}
} // namespace

Identity::Identity(sql::Database& database, const IdentitySettings& settings, const Clock& clock)
    : tokens(settings.jwtSecret, clock)
    , sessions(database, tokens, clock)
    , lockout(clock)
    , wechat(wechatOptions(settings), clock)
    , users(database, passwords, sessions, clock)
    , login(users, passwords, lockout, tokens, sessions, wechat)
{
}

Result<void> Identity::close()
{
    wechat.stop();
    passwords.stop();
    const auto flushed = sessions.flush(Sessions::Flush::All);
    if (!flushed)
        return flushed.error();
    return {};
}

} // namespace zg::identity
