// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pgengine.h"

#include "core/logging.h"
#include "sql/indexadviser.h"
#include "sql/migrations.h"
#include "sql/pgscratch.h"
#include "sql/sqliteengine.h"

#include <pthread.h>

namespace zg::sql {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {
constexpr std::chrono::milliseconds probeTimeout = 350ms; // a lost database is known within a second and a half
constexpr std::chrono::milliseconds proberTime = 500ms;
constexpr std::chrono::milliseconds migrationTimeout = 10min;
} // namespace

PgEngine::PgEngine(const EngineParts& parts)
    : m_addresses(pgAddresses(parts.url))
    , m_statementTimeout(parts.settings.statementTimeout)
    , m_statements(parts.statements)
    , m_clock(parts.clock)
    , m_committer([this] { return openWriter(); }, parts.committerQueue)
{
}

Result<void> PgEngine::open()
{
    if (!m_addresses)
        return m_addresses.error();
    PgOptions options;
    options.addresses = *m_addresses;
    options.statementTimeout = migrationTimeout;
    auto connection = PgConnection::open(options, m_statements);
    if (!connection)
        return connection.error();
    auto migrated = migrate(**connection, builtInMigrations(Dialect::PostgreSql), m_clock);
    if (!migrated)
        return Error{migrated.error().code, (*connection)->server() + u": "_s + migrated.error().message};
    return {};
}

Result<std::unique_ptr<PgConnection>> PgEngine::openPrimary()
{
    if (m_isLost.load(std::memory_order_relaxed))
        return Error{ErrorCode::DependencyDown, u"the database does not answer"_s};
    if (!m_addresses)
        return m_addresses.error();
    PgOptions options;
    options.addresses = *m_addresses;
    options.statementTimeout = m_statementTimeout;
    options.isLost = &m_isLost;
    options.isHeard = &m_isHeard;
    return PgConnection::open(options, m_statements);
}

/// What a group of writes reads and changes it names by key. A plan that was made while a table was small would read
/// all of it when it has grown: the committers' plans go by index from the start.
Result<std::unique_ptr<PgConnection>> PgEngine::openWriter()
{
    auto connection = openPrimary();
    if (!connection)
        return connection;
    const auto set = (*connection)
                         ->execute(u"SET enable_seqscan = off; SET enable_hashjoin = off; "
                                   "SET enable_mergejoin = off; SET plan_cache_mode = force_generic_plan"_s);
    if (!set)
        return set.error();
    return connection;
}

void PgEngine::startWrites()
{
    m_committer.start();
    m_prober = std::thread([this] { // whoever else looks may himself be waiting for a server that went silent
        pthread_setname_np(pthread_self(), "prober");
        std::unique_lock lock(m_stopMutex);
        while (!m_stop.wait_for(lock, proberTime, [this] { return m_isStopped; })) {
            lock.unlock();
            (void)probe();
            lock.lock();
        }
    });
}

void PgEngine::stopWrites()
{
    m_committer.stop();
    {
        const std::lock_guard lock(m_stopMutex);
        m_isStopped = true;
    }
    m_stop.notify_all();
    if (m_prober.joinable())
        m_prober.join();
}

Result<std::unique_ptr<PooledConnection>> PgEngine::connect()
{
    auto connection = openPrimary();
    if (!connection)
        return connection.error();
    return std::unique_ptr<PooledConnection>(std::move(*connection));
}

Result<QString> PgEngine::plan(const QString& text)
{
    SlowStatements own(1h, m_clock); // what is asked here is none of the program's statements
    auto scratch = openScratch(own);
    if (!scratch)
        return scratch.error();
    return (*scratch)->plan(text);
}

Result<telemetry::IndexAdvice> PgEngine::adviseIndex(const QString& text)
{
    SlowStatements own(1h, m_clock);
    auto scratch = openScratch(own);
    if (!scratch)
        return scratch.error();
    return sql::adviseIndex(**scratch, text);
}

Result<std::unique_ptr<PgScratch>> PgEngine::openScratch(SlowStatements& statements)
{
    if (!m_addresses)
        return m_addresses.error();
    PgOptions options;
    options.addresses = *m_addresses;
    options.statementTimeout = m_statementTimeout;
    options.isLost = &m_isLost;
    return PgScratch::open(options, statements);
}

Result<void> PgEngine::probe()
{
    const std::lock_guard lock(m_probeMutex);
    m_isHeard.store(false, std::memory_order_relaxed);
    const auto begun = std::chrono::steady_clock::now();
    if (m_probe && m_probe->validate(probeTimeout)) {
        m_isLost.store(false, std::memory_order_relaxed);
        return {};
    }
    // A server that is only busy answers others meanwhile; one that says nothing to anybody is not waited for any more.
    const auto isSilent = [&] {
        return std::chrono::steady_clock::now() - begun >= probeTimeout && !m_isHeard.load(std::memory_order_relaxed);
    };
    if (m_probe && isSilent())
        m_isLost.store(true, std::memory_order_relaxed);
    PgOptions options;
    options.addresses = m_addresses.value_or(QList<PgAddress>());
    options.statementTimeout = m_statementTimeout;
    options.connectTimeout = probeTimeout;
    m_probe.reset();
    auto opened = PgConnection::open(options, m_statements);
    if (opened) {
        m_isLost.store(false, std::memory_order_relaxed);
        m_probe = std::move(*opened);
        return {};
    }
    const bool isBusy = std::chrono::steady_clock::now() - begun >= probeTimeout && !isSilent();
    if (isBusy && !m_isLost.load(std::memory_order_relaxed))
        return {};
    m_isLost.store(true, std::memory_order_relaxed);
    return opened.error();
}

std::unique_ptr<Engine> makeEngine(const EngineParts& parts)
{
    if (isPostgreSql(parts.url))
        return std::make_unique<PgEngine>(parts);
    return std::make_unique<SqliteEngine>(parts);
}

} // namespace zg::sql
