// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/demostore.h"

#include "identity/passwords.h"
#include "shop/demo.h"
#include "sql/database.h"

namespace zg::node {

namespace {

constexpr sql::Statement anythingStatement{
    "node.anything", "SELECT EXISTS (SELECT 1 FROM products) OR EXISTS (SELECT 1 FROM users WHERE role = 'customer')"};

} // namespace

Result<bool> seedDemoOnce(sql::Database& database, const Clock& clock, qint64 stock)
{
    const auto holdsAnything = database.readNow([](sql::Connection& connection) -> Result<bool> {
        auto rows = connection.query(anythingStatement);
        if (!rows)
            return rows.error();
        return rows->next() && rows->integer(0) != 0;
    });
    if (!holdsAnything)
        return holdsAnything.error();
    if (*holdsAnything)
        return false; // without hashing two passwords for nothing
    const auto customers = QString::fromLatin1(identity::Passwords::hashNow("demo-pass"));
    const auto staff = QString::fromLatin1(identity::Passwords::hashNow("staff-pass"));
    return shop::seedDemo(database, clock, stock, customers, staff);
}

} // namespace zg::node
