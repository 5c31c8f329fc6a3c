// SPDX-License-Identifier: GPL-3.0-or-later
// The staff's part of Users: who they are, and signing them out.
#include "audit/record.h"
#include "identity/sessions.h"
#include "identity/users.h"
#include "identity/userstatements.h"
#include "sql/database.h"

namespace zg::identity {

using namespace Qt::StringLiterals;

namespace {
constexpr int maxStaff = 1'000; // of a role: a shop has tens

Result<int> countSessions(sql::Connection& connection, UserId id, qint64 now)
{
    const qint64 since = now - std::chrono::milliseconds(Sessions::idleLife).count();
    auto rows = connection.query(countLive, id.value, since);
    if (!rows)
        return rows.error();
    return rows->next() ? int(rows->integer(0)) : 0;
}
} // namespace

Task<Result<int>> Users::endSessions(UserId id, audit::Actor by)
{
    const qint64 now = m_clock.wallMs();
    struct Ended
    {
        quint64 at = 0;
        int sessions = 0;
    };
    auto work = [this, id, by, now](sql::Connection& connection) -> Result<Ended> {
        const auto user = readUserToChange(connection, id);
        if (!user)
            return user.error();
        const auto live = countSessions(connection, id, now);
        if (!live)
            return live.error();
        const auto endedAt = m_sessions.markEnded(connection, id);
        if (!endedAt)
            return endedAt.error();
        audit::Operation operation;
        operation.at = now;
        operation.kind = audit::OperationKind::Account;
        operation.subject = user->username.isEmpty() ? user->nickname : user->username;
        operation.subjectId = id.value;
        audit::note(operation.changes, "sessions", QString::number(*live), u"0"_s);
        if (const auto recorded = audit::record(connection, by, std::move(operation)); !recorded)
            return recorded.error();
        return Ended{*endedAt, *live};
    };
    const auto ended = co_await m_database.write(work);
    if (!ended)
        co_return Result<int>(ended.error());
    m_sessions.forget(id, ended->at);
    co_return Result<int>(ended->sessions);
}

Task<Result<QList<StaffRecord>>> Users::staff()
{
    const qint64 now = m_clock.wallMs();
    auto work = [now](sql::Connection& connection) -> Result<QList<StaffRecord>> {
        QList<StaffRecord> all;
        for (const Role role : {Role::Admin, Role::Staff}) {
            auto rows = connection.query(listStaff, QString::fromLatin1(name(role)), maxStaff);
            if (!rows)
                return rows.error();
            while (rows->next()) {
                StaffRecord record;
                record.user = readUser(*rows);
                record.signedInAt = rows->optionalInteger(8).value_or(0);
                all.append(record);
            }
        }
        for (StaffRecord& record : all) {
            const auto live = countSessions(connection, record.user.id, now);
            if (!live)
                return live.error();
            record.sessions = *live;
        }
        return all;
    };
    auto all = co_await m_database.readHeavy(work);
    co_return all;
}

} // namespace zg::identity
