// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/desksession.h"
#include "node/flightrecorder.h"
#include "node/flightwatch.h"
#include "node/markerwatch.h"
#include "node/node.h"
#include "node/nodecore.h"
#include "telemetry/timeseries.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace zg::node {

/// The keeper's thread: starts and stops the node's runs, one at a time, does a run's upkeep once a second, and tries a
/// start that failed again until it succeeds.
/// Thread: any may call; the work is the keeper's.
class Keeper final
{
public:
    /// @param changed called on the keeper's thread after each change of state
    Keeper(DeskSession& desk, std::function<void(State)> changed);
    ~Keeper(); ///< stops the run, joins
    Q_DISABLE_COPY_MOVE(Keeper)

    void start(const Settings& settings);
    void stop();
    void waitUntilStopped();
    void reloadCertificate();
    /// Before the first start: from then on the node's last quarter of an hour is kept in the data folder.
    void keepFlight(const LogRing& log) { m_log = &log; }
    /// @errors NotFound: nothing is recorded; DependencyDown: the disk
    Answer<QString> writeFlight(FlightReason reason);
    QString crashRecording() const; ///< what the last start found of a run that did not end; empty: it ended

    State state() const;
    Error problem() const;
    QString address() const;
    QStringList hints() const;
    Snapshot snapshot() const;
    std::optional<KeptRequests> requests(quint64 revision) const;
    const telemetry::TimeSeries& series() const { return m_series; }

private:
    using FlightPromise = std::shared_ptr<QPromise<Result<QString>>>;
    enum class Order : quint8 { None, Start, Stop, Quit };

    void give(Order order);
    void work();
    void open(const Settings& settings, bool isRetry);
    void close();
    void tick();
    void beginFlight(const Settings& settings);
    void tickFlight();
    void writeFlights();
    void setState(State state, const Error& problem = {});

    DeskSession& m_desk;
    const std::function<void(State)> m_changed;
    telemetry::TimeSeries m_series;

    mutable std::mutex m_mutex; // guards down to m_run
    std::condition_variable m_wake;
    mutable std::condition_variable m_settled;
    std::deque<Order> m_orders; // in the order they were given: a stop and a start in one breath are both carried out
    bool m_reloadWanted = false;
    Settings m_settings;
    State m_state = State::Stopped;
    Error m_problem;
    QString m_address;
    QStringList m_hints;
    std::vector<std::pair<FlightReason, FlightPromise>> m_flightsWanted;
    QString m_crashRecording;
    NodeCore* m_run = nullptr; // for snapshot() and requests(): the run, while it is whole

    std::unique_ptr<NodeCore> m_core;           // the keeper's thread alone
    bool m_retries = false;                     // likewise
    MarkerWatch m_markers;                      // likewise
    const LogRing* m_log = nullptr;             // set before the first start; nullptr: no flight is kept
    std::unique_ptr<FlightRecorder> m_recorder; // the keeper's thread alone
    std::unique_ptr<FlightWatch> m_flight;      // likewise
    QString m_alertRecording;                   // likewise
    qint64 m_alertRecordedAtMs = 0;             // likewise
    std::thread m_thread;
};

} // namespace zg::node
