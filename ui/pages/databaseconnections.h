// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/databasefigures.h"
#include "ui/pages/pages.h"

#include <QScrollArea>

class QBoxLayout;
class QGridLayout;
class QLabel;
class QPushButton;
class QSpinBox;

namespace zg::ui {

class HistogramBars;
class PoolCells;
class ReplicaModel;
class TableView;

/// The database page's first view: the pool's figures under HikariCP's names, every connection as a cell, waits and
/// uses as bars, how large the pool has to be, reads to writes, and the replicas. Thread: main.
class DatabaseConnections final : public QScrollArea
{
    Q_OBJECT

public:
    explicit DatabaseConnections(const PageContext& context, QWidget* parent = nullptr);
    void show(const telemetry::DatabaseFigures& figures);
    using QScrollArea::show;
    void setMayApply(bool may); ///< an admin is signed in
    void retranslate();
    PoolCells& cells() { return *m_cells; }

Q_SIGNALS:
    void applyAsked(int size);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Figure
    {
        QLabel *number, *name, *hikari;
        QWidget* box;
    };
    struct Bars
    {
        QLabel* title;
        HistogramBars* bars;
    };
    void setupFigures();
    void setupAdvice();
    void setupReplicas();
    QLabel* addLabel(const char* house, bool wraps = false);
    Bars makeBars();
    void arrange();
    void showAdvice();
    void showRatio();
    void updateApply();
    QString adviceText() const;

    const PageContext m_context;
    QWidget* m_content;
    QGridLayout* m_figureGrid;
    QList<Figure> m_figures;
    QLabel *m_cellsTitle, *m_cellDetail;
    PoolCells* m_cells;
    QBoxLayout* m_barsRow;
    Bars m_waits, m_uses;
    QLabel *m_adviceTitle, *m_advice, *m_sizeLabel;
    QSpinBox* m_size;
    QPushButton* m_apply;
    QLabel *m_ratioTitle, *m_ratio, *m_ratioAdvice;
    QLabel *m_replicasTitle, *m_noReplicas;
    TableView* m_replicas;
    ReplicaModel* m_replicaModel;
    telemetry::DatabaseFigures m_shown;
    int m_columns = 0;
    bool m_mayApply = false;
    bool m_isTyped = false; // somebody chose a size: advice does not overwrite it
};

} // namespace zg::ui
