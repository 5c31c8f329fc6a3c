// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/overviewpage.h"

#include "core/money.h"
#include "ui/format.h"
#include "ui/models/watch.h"
#include "ui/pages/overviewcharts.h"
#include "ui/shell/theme.h"
#include "ui/shell/windowstate.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/chartpanel.h"
#include "ui/widgets/emptystate.h"
#include "ui_overviewpage.h"

#include <QAction>
#include <QGridLayout>
#include <QMenu>
#include <QResizeEvent>

namespace zg::ui {

using namespace Qt::StringLiterals;
using telemetry::Sample;

namespace {

constexpr int widthForThree = 1'020; // below, a chart would be narrower than its legend
constexpr int widthForTwo = 640;
constexpr int smallestChart = 190;

} // namespace

OverviewPage::OverviewPage(const PageContext& context, QWidget* parent)
    : Page("overview", parent)
    , m_context(context)
    , m_ui(std::make_unique<Ui::OverviewPage>())
    , m_history(context.node)
    , m_banner(new Banner(context.theme, this))
    , m_empty(new EmptyState(context.theme, this))
    , m_logScale(new QToolButton(this))
    , m_takings(new QLabel(this))
    , m_pauseAction(new QAction(this))
    , m_csvAction(new QAction(this))
    , m_pngAction(new QAction(this))
    , m_zoomBackAction(new QAction(this))
{
    m_ui->setupUi(this);
    m_ui->banners->addWidget(m_banner);
    m_ui->stack->addWidget(m_empty);
    m_ui->stack->setCurrentWidget(m_empty);
    setupCharts();
    setupActions();
    setupHeader();
    retranslate();
    setRange(Range(std::clamp(m_context.state.value(u"overview/range"_s, 0).toInt(), 0, rangeCount - 1)));
    connect(&m_context.theme, &Theme::changed, this, &OverviewPage::dressIcons);
    dressIcons();
}

OverviewPage::~OverviewPage() = default;

void OverviewPage::setupCharts()
{
    for (const OverviewChart& chart : overviewCharts()) {
        auto* panel = new ChartPanel(m_context.theme, chart.title, chart.unit, chart.lines, m_ui->charts);
        panel->chart().setMinimumHeight(smallestChart);
        connect(&panel->chart(), &TimeChart::pointed, this, &OverviewPage::pointAt);
        connect(&panel->chart(), &TimeChart::zoomAsked, this, &OverviewPage::zoom);
        connect(&panel->chart(), &TimeChart::zoomBackAsked, this, &OverviewPage::zoomBack);
        m_panels.append(panel);
        if (chart.unit == ChartUnit::Latency)
            m_latency = panel;
    }
    m_latency->addToHeader(m_logScale);
    m_panels.constLast()->addToHeader(m_takings);
    m_takings->setFont(Theme::figureFont());
    m_logScale->setCheckable(true);
    m_logScale->setProperty("house", u"small"_s);
    m_logScale->setChecked(m_context.state.value(u"overview/log"_s, false).toBool());
    m_latency->chart().setLogarithmic(m_logScale->isChecked());
    connect(m_logScale, &QToolButton::toggled, this, [this](bool on) {
        m_context.state.setValue(u"overview/log"_s, on);
        m_latency->chart().setLogarithmic(on);
    });
}

void OverviewPage::setupActions()
{
    m_pauseAction->setCheckable(true);
    m_pauseAction->setShortcut(Qt::Key_P); // Space presses the button that has the focus
    m_csvAction->setShortcut(Qt::CTRL | Qt::Key_E);
    m_pngAction->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_E);
    m_zoomBackAction->setShortcut(Qt::Key_Backspace);
    connect(m_pauseAction, &QAction::toggled, this, &OverviewPage::setPaused);
    connect(m_csvAction, &QAction::triggered, this, &OverviewPage::exportCsv);
    connect(m_pngAction, &QAction::triggered, this, &OverviewPage::exportPng);
    connect(m_zoomBackAction, &QAction::triggered, this, &OverviewPage::zoomBack);
    for (QAction* action : {m_pauseAction, m_zoomBackAction, m_csvAction, m_pngAction}) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(action);
    }
}

void OverviewPage::setupHeader()
{
    m_ui->pause->setDefaultAction(m_pauseAction);
    m_ui->zoomBack->setDefaultAction(m_zoomBackAction);
    m_ui->zoomBack->hide();
    auto* menu = new QMenu(m_ui->exportMenu);
    menu->addAction(m_csvAction);
    menu->addAction(m_pngAction);
    m_ui->exportMenu->setMenu(menu);
    m_ui->when->setFont(Theme::figureFont());
    connect(m_ui->range, &Segments::currentChanged, this, [this](int index) { setRange(Range(index)); });
}

void OverviewPage::retranslate()
{
    m_ui->title->setText(title());
    m_ui->range->setLabels({tr("1 min"), tr("5 min"), tr("1 h"), tr("24 h")});
    m_ui->range->setAccessibleName(tr("Range"));
    m_pauseAction->setText(m_paused ? tr("Resume") : tr("Pause"));
    m_pauseAction->setToolTip(tr("Stop the charts to look at them (P)"));
    m_zoomBackAction->setText(tr("Zoom back"));
    m_zoomBackAction->setToolTip(tr("Show the whole range again (Backspace, or double-click a chart)"));
    m_csvAction->setText(tr("Export as CSV…"));
    m_pngAction->setText(tr("Export as PNG…"));
    m_ui->exportMenu->setText(tr("Export"));
    m_ui->exportMenu->setToolTip(tr("Save what the charts show (Ctrl+E, Ctrl+Shift+E)"));
    m_logScale->setText(tr("Log"));
    m_logScale->setToolTip(tr("Logarithmic scale"));
    m_logScale->setAccessibleName(tr("Logarithmic scale"));
    m_takings->setToolTip(tr("Paid since midnight, local time"));
    m_takings->setText({});
    m_empty->showLoading(tr("Waiting for the first figures…"));
    showWhen();
}

void OverviewPage::dressIcons()
{
    Theme& theme = m_context.theme;
    m_pauseAction->setIcon(theme.icon(m_paused ? u"play"_s : u"pause"_s));
    m_zoomBackAction->setIcon(theme.icon(u"zoomback"_s));
    m_ui->exportMenu->setIcon(theme.icon(u"export"_s));
    m_csvAction->setIcon(theme.icon(u"table"_s));
    m_pngAction->setIcon(theme.icon(u"image"_s));
}

void OverviewPage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    arrange();
}

void OverviewPage::arrange()
{
    const int columns = width() >= widthForThree ? 3 : width() >= widthForTwo ? 2 : 1;
    if (columns == m_columns)
        return;
    m_columns = columns;
    delete m_ui->charts->layout();
    auto* grid = new QGridLayout(m_ui->charts);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(28);
    grid->setVerticalSpacing(22);
    for (int i = 0; i < m_panels.size(); ++i) {
        grid->addWidget(m_panels.at(i), i / columns, i % columns);
        grid->setColumnStretch(i % columns, 1);
        grid->setRowStretch(i / columns, 1);
    }
}

void OverviewPage::refresh(const Tick& tick)
{
    m_nowMs = tick.snapshot.atMs;
    m_history.push(tick.snapshot);
    if (m_ui->stack->currentWidget() == m_empty && m_nowMs > 0) {
        m_ui->stack->setCurrentWidget(m_ui->scroll);
        arrange();
    }
    if (tick.count % 4 == 0) {
        showFindings(tick.watch);
        showTakings(tick.snapshot);
        const QList<telemetry::Marker> markers = m_context.node.markers();
        for (ChartPanel* panel : std::as_const(m_panels))
            panel->chart().setMarkers(markers);
    }
    // A long range moves less than a pixel a tick.
    const bool isLong = m_history.range() == Range::Hour || m_history.range() == Range::Day;
    if (!isFrozen() && (!isLong || tick.count % 4 == 0))
        replot();
}

std::span<const Sample> OverviewPage::shown() const
{
    return isFrozen() ? std::span<const Sample>(m_frozen) : m_history.samples();
}

void OverviewPage::replot()
{
    const qint64 to = m_zoomTo.value_or(isFrozen() ? m_frozenAtMs : m_nowMs);
    const qint64 from = m_zoomFrom.value_or(to - rangeMs(m_history.range()));
    const qint64 hole = m_history.stepMs() * 5 / 2;
    for (ChartPanel* panel : std::as_const(m_panels)) {
        panel->chart().plot(shown(), from, to, hole);
        panel->showReadings();
    }
}

void OverviewPage::freeze()
{
    if (isFrozen())
        return;
    const auto samples = m_history.samples();
    m_frozen.assign(samples.begin(), samples.end());
    m_frozenAtMs = m_nowMs;
}

void OverviewPage::setPaused(bool paused)
{
    if (paused == m_paused)
        return;
    if (paused)
        freeze();
    m_paused = paused;
    m_pauseAction->setChecked(paused);
    m_pauseAction->setText(paused ? tr("Resume") : tr("Pause"));
    dressIcons();
    if (!paused)
        zoomBack();
    replot();
    showWhen();
}

void OverviewPage::setRange(Range range)
{
    m_context.state.setValue(u"overview/range"_s, int(range));
    m_ui->range->setCurrent(int(range));
    m_history.select(range);
    m_zoomFrom.reset();
    m_zoomTo.reset();
    m_ui->zoomBack->hide();
    if (m_nowMs > 0) {
        m_history.push(m_context.node.snapshot());
        if (m_paused) {
            m_paused = false; // another range is another look: frozen again at this moment
            freeze();
            m_paused = true;
        }
        replot();
    }
    showWhen();
}

void OverviewPage::zoom(qint64 fromMs, qint64 toMs)
{
    static constexpr qint64 shortestMs = 2'000; // eight ticks
    if (toMs - fromMs < shortestMs) {
        const qint64 middle = (fromMs + toMs) / 2;
        fromMs = middle - shortestMs / 2;
        toMs = middle + shortestMs / 2;
    }
    freeze();
    m_zoomFrom = fromMs;
    m_zoomTo = toMs;
    m_ui->zoomBack->show();
    replot();
    showWhen();
}

void OverviewPage::zoomBack()
{
    m_zoomFrom.reset();
    m_zoomTo.reset();
    m_ui->zoomBack->hide();
    replot();
    showWhen();
}

void OverviewPage::pointAt(std::optional<qint64> atMs)
{
    m_pointedAt = atMs;
    for (ChartPanel* panel : std::as_const(m_panels)) {
        panel->chart().setCrosshair(atMs);
        panel->showReadings();
    }
    showWhen();
}

void OverviewPage::showWhen()
{
    QString text;
    if (m_pointedAt)
        text = localTimeText(*m_pointedAt);
    else if (m_zoomFrom)
        text = tr("Zoomed in: %1 to %2").arg(timeLabel(*m_zoomFrom, 0), timeLabel(*m_zoomTo, 0));
    else if (m_paused)
        text = tr("Paused at %1").arg(timeLabel(m_frozenAtMs, 0));
    if (text == m_ui->when->text())
        return;
    m_ui->when->setText(text);
    m_ui->when->setToolTip(m_pointedAt ? utcTimeText(*m_pointedAt) : QString());
}

void OverviewPage::showFindings(const Watch* watch)
{
    const QList<Finding> findings = watch ? watch->findings() : QList<Finding>();
    if (findings.isEmpty()) {
        m_banner->clear();
        return;
    }
    QStringList texts;
    QStringList details;
    bool isBad = false;
    for (const Finding& finding : findings) {
        texts.append(finding.text);
        if (!finding.details.isEmpty())
            details.append(finding.details);
        isBad = isBad || finding.isBad;
    }
    m_banner->say(isBad ? Tone::Bad : Tone::Warning, texts.join(u'\n'), details.join(u'\n'));
}

void OverviewPage::showTakings(const telemetry::Snapshot& snapshot)
{
    const QString text =
        tr("%1 today, %2")
            .arg(yuanText(snapshot.shop.takingsTodayFen), tr("%n order(s)", nullptr, int(snapshot.shop.ordersToday)));
    if (text != m_takings->text())
        m_takings->setText(text);
}

} // namespace zg::ui
