// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/logring.h"
#include "core/settings.h"
#include "node/cachedesk.h"
#include "node/desk.h"
#include "node/node.h"
#include "ui/snapshotsource.h"

#include <QObject>

namespace zg::ui {

/// The node as the console uses it. Everything in ui/ talks to this, so that a test can bring its own.
/// Thread: main.
class NodeControl : public QObject, public SnapshotSource
{
    Q_OBJECT

public:
    using QObject::QObject;
    virtual bool isFirstStart() const = 0;
    virtual void chooseBeginning(bool demo, const QByteArray& adminPassword) = 0;
    virtual void start() = 0;
    virtual void stop() = 0; ///< returns at once; stateChanged(Stopped) when it is done
    virtual node::State state() const = 0;
    virtual QString address() const = 0;
    virtual Error problem() const = 0;
    virtual QList<SettingInfo> settings() const = 0;
    virtual std::optional<node::KeptRequests> requests(quint64 revision) const = 0; ///< as Node's
    virtual QStringList hints() const = 0;
    virtual node::StaffDesk& staff() = 0;
    virtual node::ProductDesk& products() = 0;
    virtual node::OrderDesk& orders() = 0;
    virtual node::DatabaseDesk& database() = 0;
    virtual node::AdminDesk& admin() = 0;
    virtual const LogRing& log() const = 0; ///< what the program logged lately
    virtual node::CacheDesk& cache() = 0;
    virtual node::AccountDesk& accounts() = 0;
    virtual node::OperationDesk& operations() = 0;
    virtual node::SettingDesk& settingDesk() = 0;
    virtual node::Answer<QString> writeFlight(node::FlightReason reason) = 0; ///< as Node's
    virtual QString crashRecording() const = 0;                               ///< as Node's
    /// What is shown is a recording: nothing can be done to it, and the store's own data are not in it.
    virtual bool isRecording() const { return false; }

Q_SIGNALS:
    void stateChanged(zg::node::State state);
    /// A recording was moved to another moment. What there is of the minute before it, oldest first.
    void momentChanged(const QList<zg::telemetry::Snapshot>& minute);
};

} // namespace zg::ui
