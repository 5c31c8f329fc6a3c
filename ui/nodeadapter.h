// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/nodecontrol.h"

namespace zg::ui {

/// NodeControl over the real node.
class NodeAdapter final : public NodeControl
{
    Q_OBJECT

public:
    NodeAdapter(node::Node& node, const LogRing& log, QObject* parent = nullptr);

    telemetry::Snapshot snapshot() const override;
    QList<telemetry::Sample> series(Resolution resolution, int count) const override;
    QList<telemetry::Marker> markers() const override;
    bool isFirstStart() const override;
    void chooseBeginning(bool demo, const QByteArray& adminPassword) override;
    void start() override;
    void stop() override;
    node::State state() const override;
    QString address() const override;
    Error problem() const override;
    QList<SettingInfo> settings() const override;
    std::optional<node::KeptRequests> requests(quint64 revision) const override;
    QStringList hints() const override;
    node::StaffDesk& staff() override;
    node::ProductDesk& products() override;
    node::OrderDesk& orders() override;
    node::DatabaseDesk& database() override;
    node::AdminDesk& admin() override;
    const LogRing& log() const override { return m_log; }
    node::CacheDesk& cache() override;
    node::AccountDesk& accounts() override;
    node::OperationDesk& operations() override;
    node::SettingDesk& settingDesk() override;
    node::Answer<QString> writeFlight(node::FlightReason reason) override;
    QString crashRecording() const override;

private:
    void logState(node::State state);

    node::Node& m_node;
    const LogRing& m_log;
};

} // namespace zg::ui
