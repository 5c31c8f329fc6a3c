// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/accounts.h"

#include "identity/passwords.h"
#include "identity/rules.h"
#include "identity/userstatements.h"
#include "sql/database.h"

namespace zg::identity {

using namespace Qt::StringLiterals;

Result<User> addUser(sql::Database& database, const QString& username, const QByteArray& password, Role role,
                     const Clock& clock)
{
    for (const auto& checked : {checkUsername(username), checkPassword(password)}) {
        if (!checked)
            return checked.error();
    }
    if (role == Role::None)
        return Error::invalid(u"role"_s);
    const QByteArray hash = Passwords::hashNow(password);
    if (hash.isEmpty())
        return Error(ErrorCode::Internal, u"bcrypt gave no hash"_s);
    NewUser wanted;
    wanted.username = username;
    wanted.role = role;
    const qint64 now = clock.wallMs();
    return database.writeNow(
        [wanted, hash, now](sql::Connection& connection) { return insertUser(connection, wanted, hash, now); });
}

Result<bool> ensureAdmin(sql::Database& database, const QByteArray& password, const Clock& clock)
{
    const auto has = hasAdmin(database);
    if (!has)
        return has.error();
    if (*has)
        return false;
    const auto admin = addUser(database, u"admin"_s, password, Role::Admin, clock);
    if (!admin)
        return admin.error();
    return true;
}

Result<bool> hasAdmin(sql::Database& database)
{
    return database.readNow([](sql::Connection& connection) -> Result<bool> {
        auto rows = connection.query(otherAdmin, qint64(0));
        if (!rows)
            return rows.error();
        return rows->next();
    });
}

} // namespace zg::identity
