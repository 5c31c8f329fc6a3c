// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/databaseconnections.h"

#include "ui/models/replicamodel.h"
#include "ui/shell/theme.h"
#include "ui/shell/windowstate.h"
#include "ui/widgets/histogrambars.h"
#include "ui/widgets/poolcells.h"
#include "ui/widgets/tableview.h"

#include <QAction>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int figureCount = 8;
constexpr int widthForAll = 900;  // below, the figures stand in two rows
constexpr int widthForBars = 720; // below, the bars stand one above the other
constexpr int largestPool = 1'000;

} // namespace

DatabaseConnections::DatabaseConnections(const PageContext& context, QWidget* parent)
    : QScrollArea(parent)
    , m_context(context)
    , m_content(new QWidget(this))
    , m_figureGrid(new QGridLayout)
    , m_cells(new PoolCells(context.theme, m_content))
    , m_barsRow(new QBoxLayout(QBoxLayout::LeftToRight))
    , m_size(new QSpinBox(m_content))
    , m_apply(new QPushButton(m_content))
    , m_replicas(new TableView(m_content))
    , m_replicaModel(new ReplicaModel(this))
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setFocusProxy(m_cells);
    auto* column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 0, 12, 8);
    column->setSpacing(10);
    column->addLayout(m_figureGrid);
    setupFigures();
    column->addSpacing(8);
    m_cellsTitle = addLabel("section");
    column->addWidget(m_cells);
    m_cellDetail = addLabel("muted", true);
    column->addSpacing(8);
    m_barsRow->setSpacing(28);
    m_waits = makeBars();
    m_uses = makeBars();
    column->addLayout(m_barsRow);
    column->addSpacing(8);
    setupAdvice();
    column->addSpacing(8);
    m_ratioTitle = addLabel("section");
    m_ratio = addLabel("", true);
    m_ratioAdvice = addLabel("muted", true);
    column->addSpacing(8);
    setupReplicas();
    column->addStretch();
    setWidget(m_content);
    connect(m_cells, &PoolCells::currentChanged, this,
            [this](int cell) { m_cellDetail->setText(cell < 0 ? QString() : m_cells->detailText(cell)); });
    arrange();
}

QLabel* DatabaseConnections::addLabel(const char* house, bool wraps)
{
    auto* label = new QLabel(m_content);
    if (*house)
        label->setProperty("house", QString::fromLatin1(house));
    label->setWordWrap(wraps);
    label->setTextFormat(Qt::PlainText);
    static_cast<QVBoxLayout*>(m_content->layout())->addWidget(label);
    return label;
}

void DatabaseConnections::setupFigures()
{
    m_figureGrid->setHorizontalSpacing(20);
    m_figureGrid->setVerticalSpacing(10);
    for (int i = 0; i < figureCount; ++i) {
        Figure figure;
        figure.box = new QWidget(m_content);
        auto* column = new QVBoxLayout(figure.box);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(0);
        figure.number = new QLabel(figure.box);
        figure.name = new QLabel(figure.box);
        figure.hikari = new QLabel(figure.box);
        figure.number->setProperty("house", u"headline"_s);
        figure.number->setFont(Theme::figureFont());
        figure.hikari->setProperty("house", u"muted"_s);
        for (QLabel* label : {figure.number, figure.name, figure.hikari})
            column->addWidget(label);
        m_figures.append(figure);
    }
}

DatabaseConnections::Bars DatabaseConnections::makeBars()
{
    Bars made{new QLabel(m_content), new HistogramBars(m_context.theme, m_content)};
    auto* column = new QVBoxLayout;
    column->setSpacing(2);
    made.title->setTextFormat(Qt::PlainText);
    made.title->setProperty("house", u"section"_s);
    made.title->setMinimumWidth(60);
    column->addWidget(made.title);
    column->addWidget(made.bars);
    m_barsRow->addLayout(column, 1);
    return made;
}

void DatabaseConnections::setupAdvice()
{
    m_adviceTitle = addLabel("section");
    m_advice = addLabel("", true);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    m_sizeLabel = new QLabel(m_content);
    m_sizeLabel->setBuddy(m_size);
    m_size->setRange(1, largestPool);
    m_size->setFont(Theme::figureFont());
    m_size->setMinimumWidth(72);
    m_apply->setAutoDefault(false);
    row->addWidget(m_sizeLabel);
    row->addWidget(m_size);
    row->addWidget(m_apply);
    row->addStretch();
    static_cast<QVBoxLayout*>(m_content->layout())->addLayout(row);
    connect(m_size, &QSpinBox::valueChanged, this, [this] {
        m_isTyped = true;
        updateApply();
    });
    connect(m_apply, &QPushButton::clicked, this, [this] {
        m_isTyped = false;
        Q_EMIT applyAsked(m_size->value());
    });
    auto* enter = new QAction(m_size);
    enter->setShortcuts({Qt::Key_Return, Qt::Key_Enter});
    enter->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_size->addAction(enter);
    connect(enter, &QAction::triggered, this, [this] {
        m_size->interpretText();
        if (m_apply->isEnabled())
            m_apply->click();
    });
}

void DatabaseConnections::setupReplicas()
{
    m_replicasTitle = addLabel("section");
    m_noReplicas = addLabel("muted", true);
    m_replicas->setModel(m_replicaModel);
    m_replicas->dress(m_context.theme);
    m_replicas->setItemDelegateForColumn(ReplicaModel::Use, new DotDelegate(m_context.theme, m_replicas));
    m_replicas->horizontalHeader()->setStretchLastSection(false);
    const QList<int> widths{280, 150, 100, 100, 100};
    for (int i = 0; i < widths.size(); ++i)
        m_replicas->horizontalHeader()->resizeSection(i, widths.at(i));
    m_context.state.remember(u"database/replicas"_s, m_replicas->horizontalHeader());
    static_cast<QVBoxLayout*>(m_content->layout())->addWidget(m_replicas);
}

void DatabaseConnections::resizeEvent(QResizeEvent* event)
{
    QScrollArea::resizeEvent(event);
    arrange();
}

void DatabaseConnections::arrange()
{
    const bool isWide = viewport()->width() >= widthForBars;
    m_barsRow->setDirection(isWide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    const int columns = viewport()->width() >= widthForAll ? figureCount : figureCount / 2;
    if (columns == m_columns)
        return;
    m_columns = columns;
    for (int i = 0; i < m_figures.size(); ++i) {
        m_figureGrid->removeWidget(m_figures.at(i).box);
        m_figureGrid->addWidget(m_figures.at(i).box, i / columns, i % columns);
    }
    for (int i = 0; i < figureCount; ++i)
        m_figureGrid->setColumnStretch(i, i < columns ? 1 : 0);
}

void DatabaseConnections::setMayApply(bool may)
{
    m_mayApply = may;
    updateApply();
}

} // namespace zg::ui
