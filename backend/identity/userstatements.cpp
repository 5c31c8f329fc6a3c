// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/userstatements.h"

namespace zg::identity {

using namespace Qt::StringLiterals;

User readUser(const sql::Rows& rows)
{
    User user;
    user.id = UserId(rows.integer(0));
    user.username = rows.text(1);
    user.openid = rows.text(2);
    user.nickname = rows.text(3);
    user.role = roleNamed(rows.bytes(4)).value_or(Role::None);
    user.disabled = rows.integer(5) != 0;
    user.createdAt = rows.integer(6);
    user.refundLimitFen = rows.optionalInteger(7);
    return user;
}

namespace {
Result<User> read(sql::Connection& connection, const sql::Statement& statement, UserId id)
{
    auto rows = connection.query(statement, id.value);
    if (!rows)
        return rows.error();
    if (!rows->next())
        return Error(ErrorCode::NotFound, u"no user %1"_s.arg(id.value));
    return readUser(*rows);
}
} // namespace

Result<User> readUser(sql::Connection& connection, UserId id)
{
    return read(connection, findUser, id);
}

Result<User> readUserToChange(sql::Connection& connection, UserId id)
{
    return read(connection, lockUser, id);
}

Result<User> insertUser(sql::Connection& connection, const NewUser& wanted, const QByteArray& passwordHash, qint64 now)
{
    User user;
    user.username = wanted.username;
    user.nickname = wanted.nickname.isEmpty() ? wanted.username : wanted.nickname;
    user.role = wanted.role;
    user.disabled = wanted.disabled;
    user.createdAt = now;
    user.refundLimitFen = wanted.refundLimitFen;
    auto rows = connection.query(insertAccount, user.username, user.nickname, QString::fromLatin1(name(user.role)),
                                 QString::fromLatin1(passwordHash), user.disabled, user.refundLimitFen, now, now);
    if (!rows)
        return rows.error();
    if (!rows->next())
        return Error(ErrorCode::Internal, u"a new user got no id"_s);
    user.id = UserId(rows->integer(0));
    return user;
}

} // namespace zg::identity
