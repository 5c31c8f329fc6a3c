// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/identity.h"
#include "node/admindesks.h"
#include "node/deskorigin.h"
#include "node/nodecore.h"

namespace zg::node {

using namespace Qt::StringLiterals;

namespace {

StaffAccount accountOf(const identity::User& user)
{
    StaffAccount account;
    account.id = user.id;
    account.username = user.username;
    account.nickname = user.nickname;
    account.role = QString::fromLatin1(identity::name(user.role));
    account.isActive = !user.disabled;
    account.refundLimitFen = user.refundLimitFen;
    account.createdAt = user.createdAt;
    return account;
}

/// With what only the list knows of the account.
Task<Result<StaffAccount>> lookAgain(NodeCore* core, identity::User user)
{
    StaffAccount account = accountOf(user);
    const auto all = co_await core->identity().users.staff();
    if (!all)
        co_return Result<StaffAccount>(account); // what was asked for is done
    for (const identity::StaffRecord& record : *all) {
        if (record.user.id == user.id) {
            account.signedInAt = record.signedInAt;
            account.sessions = record.sessions;
        }
    }
    account.isLocked = !core->identity().lockout.check(account.username);
    co_return Result<StaffAccount>(account);
}

Task<Result<QList<StaffAccount>>> listAll(NodeCore* core)
{
    const auto all = co_await core->identity().users.staff();
    if (!all)
        co_return Result<QList<StaffAccount>>(all.error());
    QList<StaffAccount> accounts;
    for (const identity::StaffRecord& record : *all) {
        StaffAccount account = accountOf(record.user);
        account.signedInAt = record.signedInAt;
        account.sessions = record.sessions;
        account.isLocked = !account.username.isEmpty() && !core->identity().lockout.check(account.username);
        accounts.append(account);
    }
    co_return Result<QList<StaffAccount>>(accounts);
}

Result<identity::Role> roleOf(const QString& name)
{
    const auto role = identity::roleNamed(name.toUtf8());
    if (!role || *role < identity::Role::Staff)
        return Error::invalid(u"role"_s, u"is neither staff nor admin"_s);
    return *role;
}

Task<Result<StaffAccount>> createOne(NodeCore* core, UserId by, QString username, AccountEdit edit)
{
    const auto role = roleOf(edit.role.value_or(u"staff"_s));
    if (!role)
        co_return Result<StaffAccount>(role.error());
    identity::NewUser wanted;
    wanted.username = username;
    wanted.password = edit.password.value_or(QString()).toUtf8();
    wanted.role = *role;
    wanted.nickname = edit.nickname.value_or(QString());
    wanted.disabled = !edit.isActive.value_or(true);
    wanted.refundLimitFen = edit.refundLimitFen.value_or(std::nullopt);
    const auto made = co_await core->identity().users.create(std::move(wanted), audit::Actor(by, deskOrigin));
    if (!made)
        co_return Result<StaffAccount>(made.error());
    co_return Result<StaffAccount>(accountOf(*made));
}

Task<Result<StaffAccount>> changeOne(NodeCore* core, UserId by, UserId id, AccountEdit edit)
{
    identity::UserPatch patch;
    patch.nickname = edit.nickname;
    patch.refundLimitFen = edit.refundLimitFen;
    if (edit.role) {
        const auto role = roleOf(*edit.role);
        if (!role)
            co_return Result<StaffAccount>(role.error());
        patch.role = *role;
    }
    if (edit.password)
        patch.password = edit.password->toUtf8();
    if (edit.isActive)
        patch.disabled = !*edit.isActive;
    const auto changed = co_await core->identity().users.update(id, std::move(patch), audit::Actor(by, deskOrigin));
    if (!changed)
        co_return Result<StaffAccount>(changed.error());
    auto account = co_await lookAgain(core, *changed);
    co_return account;
}

} // namespace

Answer<QList<StaffAccount>> AccountDeskImpl::list()
{
    return m_session.askAsAdmin<QList<StaffAccount>>([](NodeCore& core, UserId) { return listAll(&core); });
}

Answer<StaffAccount> AccountDeskImpl::create(const QString& username, const AccountEdit& edit)
{
    return m_session.askAsAdmin<StaffAccount>(
        [=](NodeCore& core, UserId by) { return createOne(&core, by, username, edit); });
}

Answer<StaffAccount> AccountDeskImpl::change(UserId id, const AccountEdit& edit)
{
    return m_session.askAsAdmin<StaffAccount>(
        [=](NodeCore& core, UserId by) { return changeOne(&core, by, id, edit); });
}

Answer<int> AccountDeskImpl::endSessions(UserId id)
{
    return m_session.askAsAdmin<int>(
        [=](NodeCore& core, UserId by) { return core.identity().users.endSessions(id, audit::Actor(by, deskOrigin)); });
}

} // namespace zg::node
