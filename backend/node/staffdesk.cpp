// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/logging.h"
#include "identity/identity.h"
#include "node/desks.h"
#include "node/nodecore.h"

namespace zg::node {

using namespace Qt::StringLiterals;

namespace {

Task<Result<StaffMember>> enterShop(NodeCore& core, DeskSession& session, QString username, QByteArray password)
{
    const auto signedIn = co_await core.identity().login.byPassword(username, password);
    if (!signedIn)
        co_return Result<StaffMember>(signedIn.error());
    const identity::User user = signedIn->user;
    if (user.role < identity::Role::Staff) {
        const auto caller = core.identity().sessions.authenticate(signedIn->token);
        if (caller) {
            identity::Caller leaving = *caller;
            const auto left = co_await core.identity().login.logout(leaving);
            if (!left)
                co_return Result<StaffMember>(left.error());
        }
        co_return Result<StaffMember>(Error(ErrorCode::RoleForbidden, u"%1 is a customer's account"_s.arg(username)));
    }
    StaffMember member;
    member.id = user.id;
    member.username = user.username;
    member.nickname = user.nickname;
    member.role = QString::fromLatin1(identity::name(user.role));
    session.set(member, signedIn->token);
    co_return Result<StaffMember>(member);
}

Task<Result<bool>> leaveShop(NodeCore& core, QByteArray token)
{
    auto& sessions = core.identity().sessions;
    auto caller = sessions.authenticateForRefresh(token);
    if (!caller && caller.error().code == ErrorCode::SessionRevoked && sessions.isShared()) {
        const auto fetched = co_await sessions.fetch(token); // another node may have made it, or seen it used
        if (!fetched)
            co_return Result<bool>(fetched.error());
        if (*fetched)
            caller = sessions.authenticateForRefresh(token);
    }
    if (!caller)
        co_return Result<bool>(false); // it had ended by itself
    identity::Caller leaving = *caller;
    const auto left = co_await core.identity().login.logout(leaving);
    if (!left)
        co_return Result<bool>(left.error());
    co_return Result<bool>(true);
}

} // namespace

StaffDeskImpl::StaffDeskImpl(DeskSession& session)
    : m_session(session)
{
    m_session.setListener(
        [this] { QMetaObject::invokeMethod(this, &StaffDesk::currentChanged, Qt::QueuedConnection); });
}

Answer<StaffMember> StaffDeskImpl::signIn(const QString& username, const QString& password)
{
    return m_session.ask<StaffMember>([&session = m_session, username, password = password.toUtf8()](NodeCore& core) {
        return enterShop(core, session, username, password);
    });
}

void StaffDeskImpl::signOut()
{
    const QByteArray token = m_session.token();
    m_session.set(std::nullopt, {});
    if (token.isEmpty())
        return;
    m_session.ask<bool>([token](NodeCore& core) { return leaveShop(core, token); }).then([](const Result<bool>& left) {
        if (!left)
            qCWarning(lcNode, "the session of who signed out could not be ended: %ls",
                      qUtf16Printable(left.error().message));
    });
}

} // namespace zg::node
