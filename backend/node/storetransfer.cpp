// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/storetransfer.h"

#include "cluster/roster.h"
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

private:
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
    return sql::Transfer(source.database(), target.database(), say).run();
}

} // namespace zg::node
