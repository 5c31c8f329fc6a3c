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

Result<UserId> DeskSession::actor(NodeCore& core)
{
    const auto member = this->member();
    if (!member)
        return Error(ErrorCode::TokenMissing, u"nobody is signed in"_s);
    const auto caller = core.identity().sessions.authenticate(token());
    if (caller)
        return caller->userId;
    if (caller.error().code == ErrorCode::TokenExpired) { // the session lives on, its token was for an hour
        const auto again = core.identity().login.refresh(token());
        if (again) {
            const std::lock_guard lock(m_mutex);
            m_token = again->token;
            return member->id;
        }
    }
    set(std::nullopt, {});
    return Error(ErrorCode::SessionRevoked, u"the session has ended"_s);
}

} // namespace zg::node
