// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/history.h"
#include "ui/pages/pages.h"

#include <memory>
#include <optional>
#include <vector>

class QLabel;
class QToolButton;
namespace Ui {
class OverviewPage;
}

namespace zg::ui {

class Banner;
class ChartPanel;
class EmptyState;

/// Is it healthy, how fast, what is slow: six charts that move four times a second, read at one instant by a crosshair.
/// Thread: main.
class OverviewPage final : public Page
{
    Q_OBJECT

public:
    explicit OverviewPage(const PageContext& context, QWidget* parent = nullptr);
    ~OverviewPage() override;

    void refresh(const Tick& tick) override;
    QByteArray csv() const; ///< what the charts show now
    QList<ChartPanel*> panels() const { return m_panels; }

public Q_SLOTS:
    void setPaused(bool paused);
    void setRange(zg::ui::Range range);
    void zoom(qint64 fromMs, qint64 toMs);
    void zoomBack();
    void exportCsv();
    void exportPng();

protected:
    void retranslate() override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void setupCharts();
    void setupHeader();
    void setupActions();
    void arrange();
    void replot();
    void freeze();
    bool isFrozen() const { return m_paused || m_zoomFrom.has_value(); }
    void pointAt(std::optional<qint64> atMs);
    void showWhen();
    void showFindings(const Watch* watch);
    void showTakings(const telemetry::Snapshot& snapshot);
    void dressIcons();
    std::span<const telemetry::Sample> shown() const;
    void save(const QString& name, const QString& filter, const QByteArray& content);

    const PageContext m_context;
    const std::unique_ptr<Ui::OverviewPage> m_ui;
    History m_history;
    QList<ChartPanel*> m_panels;
    ChartPanel* m_latency = nullptr;
    Banner* m_banner;
    EmptyState* m_empty;
    QToolButton* m_logScale;
    QLabel* m_takings;
    QAction* m_pauseAction;
    QAction* m_csvAction;
    QAction* m_pngAction;
    QAction* m_zoomBackAction;
    int m_columns = 0;
    bool m_paused = false;
    std::vector<telemetry::Sample> m_frozen; // while paused or zoomed in
    qint64 m_frozenAtMs = 0;
    std::optional<qint64> m_zoomFrom, m_zoomTo;
    std::optional<qint64> m_pointedAt;
    qint64 m_nowMs = 0;
};

} // namespace zg::ui
