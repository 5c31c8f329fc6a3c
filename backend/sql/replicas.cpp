// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/replicas.h"

#include <pthread.h>

namespace zg::sql {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::nanoseconds;

namespace {
// How soon after a write a replica may be asked about it again, at best: two statements of microseconds each time.
constexpr auto followTime = 100ms;
constexpr int roundsOfUpkeep = 10;
constexpr Statement position{"replica.position", "SELECT ''", "SELECT pg_current_wal_lsn()::text"};
} // namespace

Replicas::Replicas(const QStringList& urls, const QString& primaryUrl, const PoolSettings& settings,
                   SlowStatements& statements, const Clock& clock)
    : m_urls(urls)
    , m_primaryUrl(primaryUrl)
    , m_settings(settings)
    , m_statements(statements)
    , m_clock(clock)
    , m_recent(clock)
{
}

Result<void> Replicas::start()
{
    m_isStopped = false;
    m_replicas.clear();
    for (const QString& url : m_urls) {
        auto addresses = pgAddresses(url);
        if (!addresses) {
            Error error = addresses.error();
            error.field = u"replica"_s;
            return error;
        }
        m_replicas.push_back(std::make_unique<Replica>(*addresses, m_settings, m_statements, m_clock));
        m_replicas.back()->start();
    }
    if (!m_replicas.empty())
        m_thread = std::thread([this] { follow(); });
    return {};
}

void Replicas::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopped = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
    for (const auto& replica : m_replicas)
        replica->close(); // their figures stay
}

bool Replicas::isUsable(const Replica& replica) const
{
    // While the primary is away nobody writes: what was all there is when it was last heard still is.
    const auto heard =
        m_isPrimaryLost.load(std::memory_order_relaxed) ? nanoseconds(m_primaryHeardNs.load()) : m_clock.monotonic();
    return !replica.isLost() && replica.caughtUpTo() > 0ns && heard - replica.caughtUpTo() < mostLag;
}

Replica* Replicas::pick(Concern concern)
{
    if (m_replicas.empty())
        return nullptr;
    const auto written = m_recent.last(concern);
    const size_t first = m_next.fetch_add(1, std::memory_order_relaxed);
    for (size_t i = 0; i < m_replicas.size(); ++i) {
        Replica& replica = *m_replicas[(first + i) % m_replicas.size()];
        if (isUsable(replica) && written < replica.caughtUpTo())
            return &replica;
    }
    return nullptr;
}

void Replicas::follow()
{
    pthread_setname_np(pthread_self(), "replicas");
    PgOptions options;
    options.addresses = pgAddresses(m_primaryUrl).value_or(QList<PgAddress>());
    options.connectTimeout = 350ms;
    options.statementTimeout = 350ms;
    std::unique_ptr<PgConnection> primary;
    for (int round = 0;; ++round) {
        if (!primary || primary->isBroken()) {
            primary.reset();
            if (auto opened = PgConnection::open(options, m_statements))
                primary = std::move(*opened);
        }
        const auto at = m_clock.monotonic();
        QString reached;
        if (primary) {
            auto rows = primary->query(position);
            if (rows && rows->next())
                reached = rows->text(0);
        }
        if (!reached.isEmpty())
            m_primaryHeardNs.store(at.count());
        m_isPrimaryLost.store(reached.isEmpty(), std::memory_order_relaxed);
        for (const auto& replica : m_replicas) {
            replica->follow(reached.isEmpty() ? u"FFFFFFFF/FFFFFFFF"_s : reached, at);
            if (round % roundsOfUpkeep == 0)
                replica->maintain();
        }
        std::unique_lock lock(m_mutex);
        if (m_wake.wait_for(lock, followTime, [this] { return m_isStopped; }))
            return;
    }
}

QList<telemetry::ConnectionFigures> Replicas::connections() const
{
    QList<telemetry::ConnectionFigures> list;
    for (const auto& replica : m_replicas)
        list.append(replica->connections());
    return list;
}

QList<telemetry::ReplicaFigures> Replicas::figures() const
{
    QList<telemetry::ReplicaFigures> list;
    for (const auto& replica : m_replicas) {
        list.append(replica->figures());
        list.last().isUsed = isUsable(*replica);
    }
    return list;
}

} // namespace zg::sql
