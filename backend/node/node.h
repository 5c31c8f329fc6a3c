// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings.h"
#include "node/databasedesk.h"
#include "node/cachedesk.h"
#include "node/desk.h"
#include "node/flightfile.h"
#include "telemetry/requesttrace.h"
#include "telemetry/snapshot.h"

#include <QObject>

#include <memory>
#include <optional>

namespace zg::node {

using Snapshot = telemetry::Snapshot;
using Sample = telemetry::Sample;
using Marker = telemetry::Marker;
using KeptRequests = telemetry::KeptRequests;

enum class State : quint8 { Stopped, Starting, Serving, Degraded, Failed, Stopping };

/// Seconds of the last hour, or minutes of the last day.
enum class Resolution : quint8 { Second, Minute };

/// The façade: builds the store's node (database, cache, shop, API), starts and stops it, and shows its figures.
/// The console and `serve` both hold exactly one.
/// Thread: its own (main); the node's threads are inside. Signals arrive on this thread.
class Node final : public QObject
{
    Q_OBJECT

public:
    explicit Node(LoadedSettings settings, QObject* parent = nullptr);
    ~Node() override; ///< stops, if it runs
    Q_DISABLE_COPY_MOVE(Node)

    /// True when the data folder holds no store yet and the settings do not say what it begins with: the console then
    /// asks (empty or demo, admin password).
    bool isFirstStart() const;
    /// Before start(), on a first start: what the store begins with.
    void chooseBeginning(bool demo, const QByteArray& adminPassword);

    void start();       ///< returns at once; stateChanged() tells the rest. A failed start may be tried again.
    void stop();        ///< drains (at most 10 s) and returns at once; stateChanged(Stopped) when done
    void stopAndWait(); ///< the same, blocking, for `serve` and for quitting

    void reloadCertificate(); ///< reads the TLS certificate again (SIGHUP); the old one stays when the new one is bad

    /// Before the first start(): from then on the last quarter of an hour is kept in the data folder, with the log's
    /// lines, however the program ends. The log outlives the node.
    void keepFlight(const LogRing& log);
    /// Writes what is kept into one file. @return its path
    /// @errors NotFound: nothing is recorded; DependencyDown: the disk
    Answer<QString> writeFlight(FlightReason reason);
    QString crashRecording() const; ///< what the last start found of a run that did not end; empty: it ended

    State state() const;
    QString address() const; ///< "http://127.0.0.1:8080", empty unless it serves
    Error problem() const;   ///< why it failed or is degraded; code Internal and no message when it is not

    /// Figures now; cheap, callable many times a second, never waits for a request.
    Snapshot snapshot() const;
    /// The time series, oldest first, at most `count` of the newest.
    QList<Sample> series(Resolution resolution, int count) const;
    QList<Marker> markers() const;
    /// The requests of the last minutes that are worth a look, each with where its time went, newest first; nothing
    /// when that has not changed since `revision` (0: never seen). Cheap, callable many times a second, never waits for
    /// a request.
    std::optional<KeptRequests> requests(quint64 revision = 0) const;
    /// In force, each with what a restart (stop() and start()) makes of it.
    QList<SettingInfo> settings() const;
    QStringList hints() const; ///< startup remarks, e.g. that there is no admin and how to make one

    StaffDesk& staff();
    ProductDesk& products();
    OrderDesk& orders();
    DatabaseDesk& database();
    AdminDesk& admin();
    CacheDesk& cache();
    AccountDesk& accounts();
    OperationDesk& operations();
    SettingDesk& settingDesk();

Q_SIGNALS:
    void stateChanged(zg::node::State state);

private Q_SLOTS:
    void tellStates();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace zg::node
