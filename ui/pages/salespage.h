// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/bestsellermodel.h"
#include "ui/models/salesrange.h"
#include "ui/pages/pages.h"

#include <memory>
#include <optional>

class QAction;
class QLabel;

namespace Ui {
class SalesPage;
}

namespace zg::ui {

class Banner;
class BarChart;
class EmptyState;
class ProgressStrip;
class UndoBar;

/// What the shop sold, by range: orders, takings, what was given back, best sellers, a bar a day or an hour.
/// Thread: main.
class SalesPage final : public Page
{
    Q_OBJECT

public:
    explicit SalesPage(const PageContext& context, QWidget* parent = nullptr);
    ~SalesPage() override;
    Q_DISABLE_COPY_MOVE(SalesPage)

    void refresh(const Tick& tick) override;
    QList<QAction*> paletteActions() const override;
    SalesRange range() const;
    void exportTo(const QString& path);
    const shop::SalesReport& report() const { return m_report; }
    BestSellerModel& model() { return m_model; }

protected:
    void retranslate() override;
    void showEvent(QShowEvent* event) override;

private:
    void setupLayout();
    void setupActions();
    void setupRange();
    void rangeChanged();
    void ask(bool isQuiet);
    void stop();
    void answered(const Result<shop::SalesReport>& report);
    void showState();
    void showFigures();
    void showBars();
    void showReading(int bar);
    void askExport();
    QString limits() const; ///< what could not be read

    PageContext m_context;
    std::unique_ptr<Ui::SalesPage> m_ui;
    BestSellerModel m_model;
    Banner* m_banner;
    EmptyState* m_empty;
    BarChart* m_chart;
    ProgressStrip* m_progress;
    UndoBar* m_undo;
    QAction *m_reload, *m_export;
    QList<QLabel*> m_titles, m_figures;
    std::optional<SalesRange> m_shown; // what the report is of
    shop::SalesReport m_report;
    Error m_error;
    quint64 m_question = 0;
    bool m_isAsking = false;
    bool m_isStopped = false;
};

} // namespace zg::ui
