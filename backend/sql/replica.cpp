// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/replica.h"

#include "core/logging.h"

namespace zg::sql {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {
// One that was promoted has a past of its own: it follows no longer.
constexpr Statement hasReplayed{
    "replica.replayed", "SELECT 0",
    "SELECT CASE WHEN pg_is_in_recovery() THEN (pg_last_wal_replay_lsn() >= CAST(? AS pg_lsn))::int ELSE 0 END"};

PoolSettings poolSettings(PoolSettings settings)
{
    settings.minimumIdle = std::min(settings.minimumIdle, 2);
    settings.initializationFailTimeout = -1ms; // it may come later
    settings.connectionTimeout =
        std::min<std::chrono::milliseconds>(settings.connectionTimeout, 250ms); // else the primary
    settings.validationTimeout = std::min(settings.validationTimeout, settings.connectionTimeout);
    return settings;
}
} // namespace

Replica::Replica(const QList<PgAddress>& addresses, const PoolSettings& settings, SlowStatements& statements,
                 const Clock& clock)
    : m_statements(statements)
    , m_clock(clock)
    , m_pool(
          poolSettings(settings),
          [this]() -> Result<std::unique_ptr<PooledConnection>> {
              auto connection = PgConnection::open(m_options, m_statements);
              if (!connection)
                  return connection.error();
              return std::unique_ptr<PooledConnection>(std::move(*connection));
          },
          clock)
{
    m_options.addresses = addresses;
    m_options.role = PgOptions::Role::Replica;
    m_options.connectTimeout = 350ms;
    m_options.statementTimeout = settings.statementTimeout;
    m_options.isLost = &m_isLost;
}

void Replica::start()
{
    m_isLost.store(false);
    if (auto started = m_pool.start(); !started)
        qCWarning(lcSql, "replica: %s", qUtf8Printable(started.error().message));
}

void Replica::follow(const QString& position, std::chrono::nanoseconds at)
{
    if (!m_watch || m_watch->isBroken()) {
        PgOptions options = m_options;
        options.isLost = nullptr;
        options.statementTimeout = 350ms;
        m_watch.reset();
        auto opened = PgConnection::open(options, m_statements);
        if (!opened) {
            if (!m_isLost.exchange(true)) {
                m_pool.evictAll();
                qCWarning(lcSql, "replica %s is left out: %s", qUtf8Printable(m_options.addresses.first().shown),
                          qUtf8Printable(opened.error().message));
            }
            return;
        }
        m_watch = std::move(*opened);
    }
    auto rows = m_watch->query(hasReplayed, position);
    if (m_isLost.exchange(!rows) && rows)
        qCInfo(lcSql, "replica %s is back", qUtf8Printable(m_options.addresses.first().shown));
    if (rows && rows->next() && rows->integer(0) == 1)
        m_caughtUpToNs.store(at.count());
}

QList<telemetry::ConnectionFigures> Replica::connections() const
{
    auto list = m_pool.connections();
    for (auto& figures : list) {
        figures.role = telemetry::ConnectionFigures::Role::Replica;
        figures.place = m_options.addresses.first().shown;
    }
    return list;
}

telemetry::ReplicaFigures Replica::figures() const
{
    telemetry::ReplicaFigures figures;
    figures.address = m_options.addresses.first().shown;
    figures.reads = m_reads.load(std::memory_order_relaxed);
    figures.failures = m_failures.load(std::memory_order_relaxed);
    const auto caughtUpTo = this->caughtUpTo();
    figures.lagMs = caughtUpTo.count() == 0 ? -1 : (m_clock.monotonic() - caughtUpTo) / 1ms;
    return figures;
}

} // namespace zg::sql
