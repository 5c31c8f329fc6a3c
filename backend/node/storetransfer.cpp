// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/storetransfer.h"

#include "cluster/roster.h"
#include "identity/secret.h"
#include "node/datafolder.h"
#include "sql/database.h"
#include "sql/transfer.h"

#include <QFileInfo>

namespace zg::node {

using namespace Qt::StringLiterals;

namespace {

/// One side of a transfer, closed to nodes as long as it lasts.
class Side final
{
public:
    explicit Side(const Settings& settings)
        : m_settings(settings)
        , m_database(databaseUrl(settings), fewConnections(settings.pool), settings.shop.committerQueue)
    {
    }

    Result<void> open(const QString& what)
    {
        const auto opened = tryToOpen();
        if (opened)
            return opened;
        Error error = opened.error();
        error.message = what + u": "_s + error.message;
        return error;
    }
    sql::Database& database() { return m_database; }

    /// The key that signs tokens: a PostgreSQL keeps it itself, beside an SQLite it is a file.
    /// @return an empty one when there is none: nobody served the store yet, or JWT_SECRET gives it
    Result<QByteArray> findKey()
    {
        if (isPostgreSql(databaseUrl(m_settings)))
            return identity::findJwtSecret(m_database);
        if (!m_settings.dataDir.isEmpty()) {
            auto key = identity::findJwtSecret(dataFolder(m_settings));
            if (!key || !key->isEmpty())
                return key;
        }
        return identity::findJwtSecret(keyFolder());
    }
    /// @return where it is now, for people
    Result<QString> keepKey(const QByteArray& key)
    {
        const bool isHeldByDatabase = isPostgreSql(databaseUrl(m_settings));
        const auto kept =
            isHeldByDatabase ? identity::keepJwtSecret(m_database, key) : identity::keepJwtSecret(keyFolder(), key);
        if (!kept)
            return kept.error();
        return isHeldByDatabase ? u"the database"_s : QString(keyFolder() + u"/jwt.secret"_s);
    }

private:
    QString keyFolder() const { return QFileInfo(m_database.path()).absolutePath(); }
    static PoolSettings fewConnections(PoolSettings settings)
    {
        settings.maximumPoolSize = 1;
        settings.minimumIdle = 0;
        return settings;
    }
    Result<void> tryToOpen()
    {
        if (!isPostgreSql(databaseUrl(m_settings))) {
            if (const auto locked = m_lock.lock(m_settings); !locked)
                return locked;
        }
        if (const auto opened = m_database.open(); !opened)
            return opened;
        const auto nodes =
            m_database.readNow([](sql::Connection& connection) { return cluster::nodesAtWork(connection); });
        if (!nodes)
            return nodes.error();
        if (nodes->isEmpty())
            return {};
        return Error(ErrorCode::DependencyDown,
                     u"it is served by %1; stop that first. A node that was killed is forgotten after 10 s"_s.arg(
                         nodes->join(u", "_s)));
    }

    const Settings m_settings;
    StoreLock m_lock;
    sql::Database m_database;
};

} // namespace

Result<QString> transfer(const Settings& from, const Settings& to, const std::function<void(const QString&)>& say)
{
    if (databaseUrl(from) == databaseUrl(to))
        return Error::invalid(u"to"_s, u"--from and --to are the same database"_s);
    if (!isPostgreSql(databaseUrl(from))) {
        const auto path = sql::sqlitePath(databaseUrl(from));
        if (!path)
            return path.error();
        if (!QFileInfo(*path).isFile()) // opening it would make an empty one
            return Error(ErrorCode::DependencyDown, u"the source: there is no store in %1"_s.arg(*path));
    }
    Side source(from);
    Side target(to);
    if (const auto opened = source.open(u"the source"_s); !opened)
        return opened.error();
    if (const auto opened = target.open(u"the target"_s); !opened)
        return opened.error();
    const auto moveKey = [&]() -> Result<void> {
        const auto key = source.findKey();
        if (!key)
            return key.error();
        if (key->isEmpty()) {
            say(u"the source keeps no key that signs tokens; with the same JWT_SECRET everybody stays signed in"_s);
            return {};
        }
        const auto place = target.keepKey(*key);
        if (!place)
            return place.error();
        say(u"the key that signs tokens is in %1 now: who is signed in stays so"_s.arg(*place));
        return {};
    };
    return sql::Transfer(source.database(), target.database(), say, moveKey).run();
}

} // namespace zg::node
