// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/nodecontrol.h"
#include "ui/replaydesks.h"

namespace zg::ui {

/// A recording in a node's place: it stands at one second of it, and says what the node said then. The log is the whole
/// recording's. Thread: main.
class ReplayNode final : public NodeControl
{
    Q_OBJECT

public:
    explicit ReplayNode(node::FlightRecording recording, QObject* parent = nullptr);

    int size() const { return m_recording.size(); } ///< seconds
    int position() const { return m_position; }
    qint64 atMs(int index) const { return m_recording.atMs(index); }
    const node::FlightRecording& recording() const { return m_recording; }
    void seek(int index); ///< what lies outside is the nearest end

    void tellMoment(); ///< momentChanged() for where it stands: a window that has just come knows nothing of before

    telemetry::Snapshot snapshot() const override { return m_frame.snapshot; }
    QList<telemetry::Sample> series(Resolution resolution, int count) const override;
    QList<telemetry::Marker> markers() const override;
    bool isFirstStart() const override { return false; }
    void chooseBeginning(bool, const QByteArray&) override {}
    void start() override {}
    void stop() override;
    node::State state() const override { return m_isStopped ? node::State::Stopped : m_frame.state; }
    QString address() const override { return {}; }
    Error problem() const override { return {m_frame.problemCode, m_frame.problem}; }
    QList<SettingInfo> settings() const override { return {}; }
    std::optional<node::KeptRequests> requests(quint64 revision) const override;
    QStringList hints() const override { return {}; }
    node::StaffDesk& staff() override { return m_staff; }
    node::ProductDesk& products() override { return m_products; }
    node::OrderDesk& orders() override { return m_orders; }
    node::DatabaseDesk& database() override { return m_database; }
    node::AdminDesk& admin() override { return m_admin; }
    const LogRing& log() const override { return m_log; }
    node::CacheDesk& cache() override { return m_cache; }
    node::AccountDesk& accounts() override { return m_accounts; }
    node::OperationDesk& operations() override { return m_operations; }
    node::SettingDesk& settingDesk() override { return m_settingFile; }
    node::Answer<QString> writeFlight(node::FlightReason) override { return replay::notRecorded<QString>(); }
    QString crashRecording() const override { return {}; }
    bool isRecording() const override { return true; }

Q_SIGNALS:
    void moved(int position);

private:
    const node::FlightRecording m_recording;
    node::FlightFrame m_frame; // of m_position
    int m_position = 0;
    bool m_isStopped = false;
    QList<telemetry::Sample> m_samples;        // of every second
    QList<telemetry::RequestTrace> m_requests; // of all seconds, oldest first
    QList<qsizetype> m_requestsUntil;          // how many of them there were at each second
    QList<telemetry::Marker> m_markers;
    LogRing m_log;
    replay::Staff m_staff;
    replay::Products m_products;
    replay::Orders m_orders;
    replay::Database m_database{m_frame};
    replay::Admin m_admin;
    replay::Cache m_cache;
    replay::Accounts m_accounts;
    replay::Operations m_operations;
    replay::SettingFile m_settingFile;
};

} // namespace zg::ui
