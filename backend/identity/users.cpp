// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/users.h"

#include "audit/record.h"
#include "identity/passwords.h"
#include "identity/rules.h"
#include "identity/sessions.h"
#include "identity/userstatements.h"
#include "sql/database.h"

namespace zg::identity {

using namespace Qt::StringLiterals;

namespace {
constexpr char cursorMark[] = "u1:"; // kind and version: another list's cursor is no cursor here

QByteArray cursorAfter(UserId id)
{
    const QByteArray text = cursorMark + QByteArray::number(id.value);
    return text.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

Result<UserId> afterCursor(const QByteArray& cursor)
{
    if (cursor.isEmpty())
        return UserId();
    const auto decoded =
        QByteArray::fromBase64Encoding(cursor, QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals |
                                                   QByteArray::AbortOnBase64DecodingErrors);
    const QByteArray text = decoded ? *decoded : QByteArray();
    bool isNumber = false;
    const qint64 id = text.startsWith(cursorMark) ? text.mid(qstrlen(cursorMark)).toLongLong(&isNumber) : 0;
    if (!isNumber || id < 1)
        return Error::invalid(u"cursor"_s, u"not a cursor of this list"_s);
    return UserId(id);
}

QString likePattern(QString text)
{
    text.replace(u'\\', u"\\\\"_s).replace(u'%', u"\\%"_s).replace(u'_', u"\\_"_s);
    return QString(u'%' + text + u'%');
}

Result<sql::Rows> queryPage(sql::Connection& connection, const UserFilter& filter, qint64 after, int rows)
{
    const QString role = filter.role ? QString::fromLatin1(name(*filter.role)) : QString();
    const QString like = likePattern(filter.text);
    if (filter.role && !filter.text.isEmpty())
        return connection.query(listRoleText, role, after, like, like, rows);
    if (filter.role)
        return connection.query(listRole, role, after, rows);
    if (!filter.text.isEmpty())
        return connection.query(listText, after, like, like, rows);
    return connection.query(listUsers, after, rows);
}

Result<UserPage> readPage(sql::Connection& connection, const UserFilter& filter, UserId after, int limit)
{
    auto rows = queryPage(connection, filter, after.value, limit + 1); // one more tells whether there is a next page
    if (!rows)
        return rows.error();
    UserPage page;
    while (rows->next()) {
        if (page.items.size() == limit) {
            page.nextCursor = cursorAfter(page.items.last().id);
            break;
        }
        page.items.append(readUser(*rows));
    }
    return page;
}

Result<void> checkPatch(const UserPatch& patch)
{
    Result<void> checked;
    if (patch.username)
        checked = checkUsername(*patch.username);
    if (checked && patch.password)
        checked = checkPassword(*patch.password);
    if (checked && patch.nickname)
        checked = checkNickname(*patch.nickname);
    if (checked && patch.refundLimitFen)
        checked = checkRefundLimit(*patch.refundLimitFen);
    if (checked && patch.role && *patch.role == Role::None)
        return Error::invalid(u"role"_s);
    return checked;
}

/// What an admin did to an account, without its password.
Result<void> recordChange(sql::Connection& connection, const User& before, const User& after, bool isPasswordNew,
                          const audit::Actor& by, qint64 now)
{
    audit::Operation operation;
    operation.at = now;
    operation.kind = audit::OperationKind::Account;
    operation.subject = after.username.isEmpty() ? after.nickname : after.username;
    operation.subjectId = after.id.value;
    const auto limit = [](const User& user) {
        return user.refundLimitFen ? QString::number(*user.refundLimitFen) : QString();
    };
    const auto active = [](const User& user) { return user.disabled ? u"no"_s : u"yes"_s; };
    const bool isNew = !before.id.isSet();
    audit::note(operation.changes, "username", before.username, after.username);
    audit::note(operation.changes, "nickname", before.nickname, after.nickname);
    audit::note(operation.changes, "role", isNew ? QString() : QString::fromLatin1(name(before.role)),
                QString::fromLatin1(name(after.role)));
    audit::note(operation.changes, "active", isNew ? QString() : active(before), active(after));
    audit::note(operation.changes, "refund_limit", limit(before), limit(after));
    if (isPasswordNew && !isNew)
        audit::note(operation.changes, "password", {}, u"new"_s);
    return operation.changes.isEmpty() ? Result<void>() : audit::record(connection, by, std::move(operation));
}

struct Changed
{
    User user;
    std::optional<quint64> sessionsEndedAt;
};

Result<void> keepAnAdmin(sql::Connection& connection, const User& before, const User& after)
{
    const bool wasAdmin = before.role == Role::Admin && !before.disabled;
    const bool staysAdmin = after.role == Role::Admin && !after.disabled;
    if (!wasAdmin || staysAdmin)
        return {};
    auto rows = connection.query(otherAdmin, before.id.value);
    if (!rows)
        return rows.error();
    if (!rows->next())
        return Error(ErrorCode::IllegalTransition, u"the last admin can be neither disabled nor given another role"_s);
    return {};
}

Result<Changed> applyPatch(sql::Connection& connection, Sessions& sessions, UserId id, const UserPatch& patch,
                           const QByteArray& passwordHash, const audit::Actor& by, qint64 now)
{
    const auto before = readUserToChange(connection, id);
    if (!before)
        return before.error();
    Changed changed;
    User& user = changed.user;
    user = *before;
    user.username = patch.username.value_or(before->username);
    user.role = patch.role.value_or(before->role);
    user.nickname = patch.nickname.value_or(before->nickname);
    user.disabled = patch.disabled.value_or(before->disabled);
    user.refundLimitFen = patch.refundLimitFen.value_or(before->refundLimitFen);
    const auto kept = keepAnAdmin(connection, *before, user);
    if (!kept)
        return kept.error();

    const auto username = user.username.isNull() ? std::nullopt : std::optional(user.username);
    const auto hash = passwordHash.isEmpty() ? std::nullopt : std::optional(QString::fromLatin1(passwordHash));
    const auto updated = connection.exec(updateUser, username, user.nickname, QString::fromLatin1(name(user.role)),
                                         user.disabled, hash, user.refundLimitFen, now, id.value);
    if (!updated)
        return updated.error();
    if (const auto recorded = recordChange(connection, *before, user, hash.has_value(), by, now); !recorded)
        return recorded.error();
    if (hash || user.role != before->role || (user.disabled && !before->disabled)) {
        const auto ended = sessions.markEnded(connection, id);
        if (!ended)
            return ended.error();
        changed.sessionsEndedAt = *ended;
    }
    return changed;
}

Result<User> insertOrGet(sql::Connection& connection, const QString& openid, qint64 now)
{
    const auto made = connection.exec(insertOpenid, openid, u"微信用户"_s, now, now);
    if (!made)
        return made.error();
    auto rows = connection.query(findOpenid, openid);
    if (!rows)
        return rows.error();
    if (!rows->next())
        return Error(ErrorCode::Internal, u"a new WeChat user is not there"_s);
    return readUser(*rows);
}
} // namespace

Users::Users(sql::Database& database, Passwords& passwords, Sessions& sessions, const Clock& clock)
    : m_database(database)
    , m_passwords(passwords)
    , m_sessions(sessions)
    , m_clock(clock)
{
}

Task<Result<User>> Users::find(UserId id)
{
    auto work = [id](sql::Connection& connection) -> Result<User> { return readUser(connection, id); };
    auto user = co_await m_database.read(work);
    co_return user;
}

Task<Result<Account>> Users::account(QString username)
{
    auto work = [username](sql::Connection& connection) -> Result<Account> {
        auto rows = connection.query(findAccount, username);
        if (!rows)
            return rows.error();
        if (!rows->next())
            return Error(ErrorCode::NotFound);
        Account account;
        account.user = readUser(*rows);
        account.passwordHash = rows->bytes(8);
        return account;
    };
    auto account = co_await m_database.read(work);
    co_return account;
}

Task<Result<UserPage>> Users::list(UserFilter filter, QByteArray cursor, int limit)
{
    if (limit < 1 || limit > maxPage)
        co_return Result<UserPage>(Error::invalid(u"limit"_s, u"limit is 1 to %1"_s.arg(maxPage)));
    const auto after = afterCursor(cursor);
    if (!after)
        co_return Result<UserPage>(after.error());
    const UserId afterId = *after;
    auto work = [filter, afterId, limit](sql::Connection& connection) -> Result<UserPage> {
        return readPage(connection, filter, afterId, limit);
    };
    auto page = co_await m_database.readHeavy(work);
    co_return page;
}

Task<Result<User>> Users::create(NewUser wanted, audit::Actor by)
{
    for (const auto& checked : {checkUsername(wanted.username), checkPassword(wanted.password),
                                checkNickname(wanted.nickname), checkRefundLimit(wanted.refundLimitFen)}) {
        if (!checked)
            co_return Result<User>(checked.error());
    }
    if (wanted.role == Role::None)
        co_return Result<User>(Error::invalid(u"role"_s));
    const auto hash = co_await m_passwords.hash(std::exchange(wanted.password, {}));
    if (!hash)
        co_return Result<User>(hash.error());
    const QByteArray passwordHash = *hash;
    const qint64 now = m_clock.wallMs();
    auto work = [wanted, passwordHash, by, now](sql::Connection& connection) -> Result<User> {
        auto user = insertUser(connection, wanted, passwordHash, now);
        if (!user)
            return user;
        if (const auto recorded = recordChange(connection, {}, *user, true, by, now); !recorded)
            return recorded.error();
        return user;
    };
    auto user = co_await m_database.write(work);
    co_return user;
}

Task<Result<User>> Users::update(UserId id, UserPatch patch, audit::Actor by)
{
    const auto checked = checkPatch(patch);
    if (!checked)
        co_return Result<User>(checked.error());
    QByteArray passwordHash;
    if (patch.password) {
        const auto hash = co_await m_passwords.hash(std::exchange(*patch.password, {}));
        if (!hash)
            co_return Result<User>(hash.error());
        passwordHash = *hash;
    }
    const qint64 now = m_clock.wallMs();
    auto work = [this, id, patch, passwordHash, by, now](sql::Connection& connection) -> Result<Changed> {
        return applyPatch(connection, m_sessions, id, patch, passwordHash, by, now);
    };
    auto changed = co_await m_database.write(work);
    if (!changed)
        co_return Result<User>(changed.error());
    if (changed->sessionsEndedAt)
        m_sessions.forget(id, *changed->sessionsEndedAt);
    co_return Result<User>(changed->user);
}

Task<Result<User>> Users::ofOpenid(QString openid)
{
    auto look = [openid](sql::Connection& connection) -> Result<std::optional<User>> {
        auto rows = connection.query(findOpenid, openid);
        if (!rows)
            return rows.error();
        std::optional<User> user;
        if (rows->next())
            user = readUser(*rows);
        return user;
    };
    const auto known = co_await m_database.read(look);
    if (!known)
        co_return Result<User>(known.error());
    if (*known)
        co_return Result<User>(**known);
    const qint64 now = m_clock.wallMs();
    auto work = [openid, now](sql::Connection& connection) -> Result<User> {
        return insertOrGet(connection, openid, now);
    };
    auto user = co_await m_database.write(work);
    co_return user;
}

} // namespace zg::identity
