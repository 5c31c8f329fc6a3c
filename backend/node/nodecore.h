// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/settings.h"
#include "telemetry/requesttrace.h"
#include "telemetry/snapshot.h"

#include <QStringList>

#include <atomic>
#include <memory>
#include <optional>

namespace zg::audit {
class Operations;
}
namespace zg::identity {
class Identity;
}
namespace zg::shop {
class Shop;
}
namespace zg::sql {
class Database;
}
namespace zg::telemetry {
class TimeSeries;
}

namespace zg::node {

class CacheControl;

/// One run of the node: everything it is made of, built in order by open(), gone in reverse. A run that ended, or did
/// not begin, is thrown away; the next one is a new object. Thread: the keeper's; snapshot(), requests(), shop(),
/// identity(), database() and cacheControl() any, while it is open.
class NodeCore final
{
public:
    NodeCore(const Settings& settings, telemetry::TimeSeries& series, const Clock& clock = Clock::system());
    ~NodeCore(); ///< closes
    Q_DISABLE_COPY_MOVE(NodeCore)

    /// @errors InvalidArgument (a setting), DependencyDown: one sentence on what is in the way
    Result<void> open();
    /// Answers what is under way (for 8 s at most), commits what was taken, stops the threads. Idempotent.
    /// Whoever waits for the store is answered before this returns, if need be with ShuttingDown.
    void close();
    /// Upkeep, about once a second: pool, expiry, sessions, caches after a change from outside, time series.
    void tick();
    void reloadCertificate();

    QString address() const;
    QStringList hints() const;
    bool isWell() const; ///< the database answers

    telemetry::Snapshot snapshot() const;
    std::optional<telemetry::KeptRequests> requests(quint64 revision) const;
    shop::Shop& shop();
    identity::Identity& identity();
    sql::Database& database();
    CacheControl& cacheControl();
    audit::Operations& operations();
    /// Takes over what a running node can: see core/livesettings.h. The stock strategy only when `before` had another
    /// one: else one that was chosen through the API stays. Thread: any, while it is open.
    void apply(const Settings& before, const Settings& settings);

private:
    struct Parts;
    Result<void> checkSettings();
    Result<void> openStore();
    Result<void> openIdentity();
    Result<void> beginStore();
    Result<void> openDoors();
    void drain();

    const Settings m_settings;
    telemetry::TimeSeries& m_series;
    const Clock& m_clock;
    std::atomic<std::chrono::milliseconds> m_drainDelay;
    QStringList m_hints;
    std::unique_ptr<Parts> m_parts;
};

} // namespace zg::node
