// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/database.h"

#include "core/logging.h"

#include <algorithm>
#include <thread>

namespace zg::sql {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// Reads that wait for a worker; beyond this the node is overloaded, whatever its limits say.
constexpr int maxQueuedReads = 4'096;

// A database that is back is used within seconds, so whoever asks it again is let through often.
constexpr resilience::CircuitBreaker::Policy breakerPolicy{.failures = 10, .openFor = 250ms, .openAtMost = 1s};

// Writes a page, and changes nothing: it fails as long as the disk is full.
constexpr Statement touchStatement{"probe.write",
                                   "UPDATE schema_migrations SET applied_at = applied_at WHERE version = 1"};

// Blocking work is SQL from the page cache and bcrypt: more threads than cores, or one slow query holds up the rest,
// but each connection in use is memory.
int workerCount(const PoolSettings& settings)
{
    const int cores = int(std::max(1u, std::thread::hardware_concurrency()));
    return std::clamp(2 * cores + 2, 1, std::max(1, settings.maximumPoolSize));
}

} // namespace

Database::Database(QString url, PoolSettings settings, int committerQueue, const Clock& clock,
                   const QStringList& replicas)
    : m_url(std::move(url))
    , m_settings(settings)
    , m_committerQueue(committerQueue)
    , m_clock(clock)
    , m_statements(settings.slowStatement, clock)
    , m_breaker(u"database"_s, clock, breakerPolicy)
    , m_replicas(replicas, m_url, settings, m_statements, clock)
{
    build();
}

Database::~Database()
{
    close();
}

void Database::build()
{
    // Closed at first: they refuse with a sentence until open() has succeeded.
    m_engine = makeEngine({m_url, m_settings, m_committerQueue, m_statements, m_clock});
    m_pool = std::make_unique<Pool>(
        m_settings, [this] { return m_engine->connect(); }, m_clock);
    const int workers = workerCount(m_settings);
    m_workers = std::make_unique<WorkerPool>(u"worker"_s, workers, maxQueuedReads, std::max(1, workers / 2));
}

Result<void> Database::open()
{
    if (m_isOpen.load())
        return {};
    if (m_isClosed) {
        build();
        m_isClosed = false;
    }
    if (auto opened = m_engine->open(); !opened)
        return opened;
    if (auto started = m_pool->start(); !started)
        return started;
    if (auto started = m_replicas.start(); !started)
        return started;
    m_engine->startWrites();
    m_isWell.store(true);
    m_isOpen.store(true);
    return {};
}

void Database::close()
{
    if (m_isClosed)
        return;
    m_isClosed = true;
    m_isOpen.store(false);
    m_workers->stop();
    m_engine->stopWrites();
    m_replicas.stop();
    m_pool->close();
}

/// Only what says that the database does not answer counts against it; a refusal, or a row that is not there, is an
/// answer.
void Database::conclude(resilience::CircuitBreaker::Permit& permit, const Error& error)
{
    if (error.code == ErrorCode::DependencyDown)
        permit.failed();
    else
        permit.succeeded();
}

void Database::maintain()
{
    if (!m_isOpen.load())
        return;
    probe(); // first: what waits for the pool's upkeep would know a lost database later
    m_pool->maintain();
    m_load.sample(m_pool->figures(), m_clock.monotonic());
    if (m_engine->takeExternalChange())
        m_changed.store(true);
}

bool Database::probe()
{
    if (!m_isOpen.load())
        return false;
    Result<void> well = m_engine->probe();
    if (!well)
        m_pool->evictAll(); // theirs is the same lost file
    if (well && m_engine->wantsWriteProbe()) {
        well = writeNow([](Connection& connection) -> Result<void> {
            auto touched = connection.exec(touchStatement);
            if (!touched)
                return touched.error();
            return {};
        });
    }
    if (m_isWell.exchange(well.has_value()) && !well)
        qCWarning(lcSql, "the database does not answer: %s", qUtf8Printable(well.error().message));
    return well.has_value();
}

bool Database::externalChange()
{
    return m_changed.exchange(false);
}

GroupCommitter& Database::committer()
{
    return m_engine->committer();
}

bool Database::isOpen() const
{
    return m_isOpen.load() && m_isWell.load() && m_engine->committer().isHealthy();
}

} // namespace zg::sql
