// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/desksession.h"

#include "identity/identity.h"
#include "node/nodecore.h"

namespace zg::node {

using namespace Qt::StringLiterals;

void DeskSession::setCore(NodeCore* core)
{
    const std::lock_guard lock(m_mutex);
    m_core = core;
}

void DeskSession::waitUntilUnused()
{
    std::unique_lock lock(m_mutex);
    m_unused.wait(lock, [this] { return m_uses == 0; });
}

std::optional<StaffMember> DeskSession::member() const
{
    const std::lock_guard lock(m_mutex);
    return m_member;
}

QByteArray DeskSession::token() const
{
    const std::lock_guard lock(m_mutex);
    return m_token;
}

void DeskSession::set(std::optional<StaffMember> member, QByteArray token)
{
    {
        const std::lock_guard lock(m_mutex);
        m_member = std::move(member);
        m_token = std::move(token);
    }
    if (m_listener)
        m_listener();
}

NodeCore* DeskSession::enter()
{
    const std::lock_guard lock(m_mutex);
    if (m_core)
        ++m_uses;
    return m_core;
}

void DeskSession::leave()
{
    const std::lock_guard lock(m_mutex);
    if (--m_uses == 0)
        m_unused.notify_all();
}

Result<UserId> DeskSession::actorHere(NodeCore& core, UserId member)
{
    const auto caller = core.identity().sessions.authenticate(token());
    if (caller)
        return caller->userId;
    if (caller.error().code != ErrorCode::TokenExpired)
        return caller.error();
    const auto again = core.identity().login.refresh(token()); // the session lives on, its token was for an hour
    if (!again)
        return again.error();
    const std::lock_guard lock(m_mutex);
    m_token = again->token;
    return member;
}

Task<Result<UserId>> DeskSession::actor(NodeCore* core)
{
    const auto member = this->member();
    if (!member)
        co_return Result<UserId>(Error(ErrorCode::TokenMissing, u"nobody is signed in"_s));
    const QByteArray used = token();
    auto here = actorHere(*core, member->id);
    auto& sessions = core->identity().sessions;
    if (!here && here.error().code == ErrorCode::SessionRevoked && sessions.isShared()) {
        const auto fetched = co_await sessions.fetch(used); // another node may have made it, or seen it used
        if (!fetched)
            co_return Result<UserId>(fetched.error()); // that it ended nobody has said
        if (*fetched)
            here = actorHere(*core, member->id);
    }
    if (here)
        co_return here;
    if (token() == used) // else somebody signed in meanwhile
        set(std::nullopt, {});
    co_return Result<UserId>(Error(ErrorCode::SessionRevoked, u"the session has ended"_s));
}

Task<Result<UserId>> DeskSession::admin(NodeCore* core)
{
    const auto who = co_await actor(core);
    if (!who)
        co_return Result<UserId>(who.error());
    const auto member = this->member(); // another role ends the session
    if (!member || member->id != *who || member->role != "admin"_L1)
        co_return Result<UserId>(Error(ErrorCode::RoleForbidden, u"this is for admins"_s));
    co_return Result<UserId>(*who);
}

} // namespace zg::node
