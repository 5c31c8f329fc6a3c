// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/fleet.h"
#include "ui/models/nodemodel.h"
#include "ui/models/resiliencemodels.h"
#include "ui/pages/pages.h"

#include <memory>

namespace Ui {
class NodesPage;
}

namespace zg::ui {

class Banner;
class EmptyState;
class Figure;
class NodesStrategy;
class TableView;
class UndoBar;

/// All nodes on the same database and what they carry together; and what keeps this one standing: stock strategies,
/// circuit breakers, queues.
/// Thread: main.
class NodesPage final : public Page
{
    Q_OBJECT

public:
    explicit NodesPage(const PageContext& context, QWidget* parent = nullptr);
    ~NodesPage() override;

    void refresh(const Tick& tick) override;
    NodeModel& nodes() { return m_nodes; }

protected:
    void retranslate() override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void setupTables();
    void setupTable(TableView& table, TableModelBase& model, const QString& key, int stretch);
    void setupSums();
    void setupActions();
    void setupStrategy();
    void dressIcons();
    void showFleet(const Fleet& fleet);
    void showVersions(const Fleet& fleet);
    void showGrowth(const telemetry::Snapshot& snapshot);
    void fitTables();
    void copyAddress();

    const PageContext m_context;
    const std::unique_ptr<Ui::NodesPage> m_ui;
    NodeModel m_nodes;
    LeaseModel m_leases;
    StrategyModel m_strategies;
    BreakerModel m_breakers;
    QueueModel m_queues;
    Banner* m_mixture; // of versions
    Banner* m_failure;
    EmptyState* m_empty;
    UndoBar* m_undo;
    NodesStrategy* m_strategy = nullptr;
    Figure *m_rate, *m_connections, *m_flight, *m_p99, *m_count;
    QAction *m_addressAction, *m_copyAction;
    QString m_versionsDismissed; ///< the mixture that was read and closed
    QString m_versions;
};

} // namespace zg::ui
