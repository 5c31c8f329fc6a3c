// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/settingdesk.h"

#include "audit/operations.h"
#include "audit/record.h"
#include "core/logging.h"
#include "node/deskorigin.h"
#include "node/nodecore.h"
#include "node/settingbook.h"

namespace zg::node {

using namespace Qt::StringLiterals;

namespace {
constexpr qsizetype maxWaiting = 100; // edits without a node: nobody makes more before it serves again

/// What the file says of a setting, without a password.
QString shown(const std::optional<QString>& said)
{
    return said ? withoutPassword(*said) : QString();
}
} // namespace

Answer<SettingChange> SettingDeskImpl::change(const QString& key, const std::optional<QString>& value)
{
    return m_session.askAnyway<SettingChange>([=, this](NodeCore* core) { return changeWith(core, key, value); });
}

Task<Result<SettingChange>> SettingDeskImpl::changeWith(NodeCore* core, QString key, std::optional<QString> value)
{
    UserId by;
    if (core) {
        const auto admin = co_await m_session.admin(core);
        if (!admin)
            co_return Result<SettingChange>(admin.error());
        by = *admin;
    } else { // nobody can be asked; who runs this program may write its file
        const auto member = m_session.member();
        if (!member)
            co_return Result<SettingChange>(Error(ErrorCode::TokenMissing, u"nobody is signed in"_s));
        if (member->role != "admin"_L1)
            co_return Result<SettingChange>(Error(ErrorCode::RoleForbidden, u"this is for admins"_s));
        by = member->id;
    }
    const Settings before = m_book.inForce();
    const auto changed = m_book.change(key, value);
    if (!changed)
        co_return changed;
    if (core && changed->isLive)
        core->apply(before, m_book.inForce());
    Waiting waiting;
    waiting.by = audit::Actor(by, deskOrigin);
    waiting.operation.kind = OperationKind::Setting;
    waiting.operation.subject = key;
    waiting.operation.at = Clock::system().wallMs();
    audit::note(waiting.operation.changes, "value", shown(changed->before), shown(changed->after));
    if (changed->before != changed->after && m_waiting.size() < maxWaiting)
        m_waiting.append(waiting);
    if (core)
        co_await writeDown(core);
    co_return changed;
}

/// The file is written already: what cannot be written down now waits for the next edit.
Task<void> SettingDeskImpl::writeDown(NodeCore* core)
{
    while (!m_waiting.isEmpty()) {
        const Waiting first = m_waiting.takeFirst();
        const auto done = co_await core->operations().add(first.by, first.operation);
        if (!done) {
            m_waiting.prepend(first);
            qCWarning(lcNode, "an edit of the settings is not written down yet: %ls",
                      qUtf16Printable(done.error().message));
            co_return;
        }
    }
}

} // namespace zg::node
