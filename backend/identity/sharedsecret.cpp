// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/secret.h"

#include "identity/tokens.h"
#include "sql/database.h"

#include <QRandomGenerator>

namespace zg::identity {

using namespace Qt::StringLiterals;

namespace {
constexpr qsizetype secretBytes = 48;
constexpr sql::Statement insertSecret{
    "secret.insert", "INSERT INTO store_secrets (name, value) VALUES ('jwt', ?) ON CONFLICT (name) DO NOTHING"};
constexpr sql::Statement putSecret{"secret.put", "INSERT INTO store_secrets (name, value) VALUES ('jwt', ?)"
                                                 " ON CONFLICT (name) DO UPDATE SET value = excluded.value"};
constexpr sql::Statement findSecret{"secret.find", "SELECT value FROM store_secrets WHERE name = 'jwt'"};
} // namespace

Result<QByteArray> loadOrMakeJwtSecret(sql::Database& database)
{
    QByteArray fresh(secretBytes, Qt::Uninitialized);
    QRandomGenerator::system()->generate(reinterpret_cast<quint32*>(fresh.data()),
                                         reinterpret_cast<quint32*>(fresh.data() + fresh.size()));
    return database.writeNow([&fresh](sql::Connection& connection) -> Result<QByteArray> {
        if (auto made = connection.exec(insertSecret, fresh); !made)
            return made.error();
        auto rows = connection.query(findSecret);
        if (!rows)
            return rows.error();
        if (!rows->next())
            return Error{ErrorCode::Internal, u"the key that signs tokens is not there"_s};
        return rows->bytes(0);
    });
}

Result<QByteArray> findJwtSecret(sql::Database& database)
{
    return database.readNow([](sql::Connection& connection) -> Result<QByteArray> {
        auto rows = connection.query(findSecret);
        if (!rows)
            return rows.error();
        return rows->next() ? rows->bytes(0) : QByteArray();
    });
}

Result<void> keepJwtSecret(sql::Database& database, const QByteArray& secret)
{
    return database.writeNow([&secret](sql::Connection& connection) -> Result<void> {
        if (auto put = connection.exec(putSecret, secret); !put)
            return put.error();
        return {};
    });
}

} // namespace zg::identity
