// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "node/daybook.h"
#include "telemetry/requestwindow.h"
#include "telemetry/snapshot.h"

#include <mutex>

namespace zg::api {
class JsonCache;
class WarmUp;
} // namespace zg::api
namespace zg::cache {
class MemoryCache;
class RedisTier;
} // namespace zg::cache
namespace zg::cluster {
class Membership;
struct Load;
} // namespace zg::cluster
namespace zg::http {
class Server;
}
namespace zg::identity {
class Identity;
}
namespace zg::redis {
class Client;
}
namespace zg::resilience {
class LoadShedder;
}
namespace zg::shop {
class Shop;
}
namespace zg::telemetry {
class RequestCounters;
class TimeSeries;
} // namespace zg::telemetry

namespace zg::node {

/// What the figures are read from.
struct FigureSources
{
    sql::Database& database;
    cache::MemoryCache& cache;
    shop::Shop& shop;
    api::JsonCache& jsonCache;
    api::WarmUp& warmUp;
    identity::Identity& identity;
    resilience::LoadShedder& shedder;
    http::Server& server;
    cluster::Membership& membership;
    const telemetry::RequestCounters& counters;
    const redis::Client* redis = nullptr;
    const cache::RedisTier* tier = nullptr;
};

/// Makes snapshots and the time series of what the node's parts count.
/// Thread: tick() the keeper, once a second; snapshot() any.
class Figures final
{
public:
    Figures(FigureSources sources, QString nodeName, const Clock& clock);
    Q_DISABLE_COPY_MOVE(Figures)

    void tick(telemetry::TimeSeries& series);
    telemetry::Snapshot snapshot() const;
    cluster::Load load() const; ///< as of the last tick; thread: the keeper's
    std::vector<telemetry::Percentiles> routeLatency() const { return m_window.routeLatency(); }
    QList<telemetry::BreakerFigures> breakers() const; ///< cheap: for every look at the node's status
    DayBook& dayBook() { return m_dayBook; }

private:
    telemetry::Sample sample();
    telemetry::CacheGuardFigures cacheGuards() const;

    const FigureSources m_sources;
    const QString m_nodeName;
    const Clock& m_clock;
    const std::chrono::nanoseconds m_startedAt;
    telemetry::RequestWindow m_window;
    DayBook m_dayBook;
    telemetry::Sample m_lastSample;
    qint64 m_lastHits = 0;
    qint64 m_lastMisses = 0;

    mutable std::mutex m_mutex;          // guards what follows: what is asked for once a second only
    telemetry::ProcessFigures m_process; // thousands of open files take a while to count
    qint64 m_loopLagUs = 0;              // reading it starts it anew
    QList<telemetry::HotKeyFigures> m_hotKeys;
};

} // namespace zg::node
