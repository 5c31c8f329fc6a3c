// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chartpanel.h"

#include <QCoreApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int shapeWidth = 14;
constexpr int gap = 5;
constexpr int entryGap = 16;
constexpr int headerHeight = 24; // the same with and without a button, so that neighbours line up

} // namespace

ChartLegend::ChartLegend(Theme& theme, const TimeChart& chart, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_chart(chart)
{
    setFont(Theme::figureFont());
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&m_theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QString ChartLegend::readingText(int line) const
{
    const auto value = m_chart.reading(line);
    return value ? chartValueText(m_chart.unit(), *value) : u"–"_s;
}

QSize ChartLegend::sizeHint() const
{
    return {260, fontMetrics().height() + 4};
}

void ChartLegend::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int valueWidth =
        fontMetrics().horizontalAdvance(m_chart.unit() == ChartUnit::Latency ? u"88.8 ms"_s : u"88.8k"_s);
    int x = 0;
    const auto lines = m_chart.lines();
    for (int i = 0; i < int(lines.size()); ++i) {
        const QString name = QCoreApplication::translate("Charts", lines[size_t(i)].name);
        const int nameWidth = fontMetrics().horizontalAdvance(name);
        drawShape(painter, LineShape(i), {x + 5.0, height() / 2.0}, m_theme.color(lines[size_t(i)].tint));
        x += shapeWidth;
        painter.setPen(m_theme.color(Tint::TextMuted));
        painter.drawText(QRect(x, 0, nameWidth + 1, height()), Qt::AlignVCenter, name);
        x += nameWidth + gap;
        painter.setPen(m_theme.color(Tint::Text));
        painter.drawText(QRect(x, 0, valueWidth, height()), Qt::AlignLeft | Qt::AlignVCenter, readingText(i));
        x += valueWidth + entryGap;
    }
}

ChartPanel::ChartPanel(Theme& theme, const char* title, ChartUnit unit, std::span<const ChartLine> lines,
                       QWidget* parent)
    : QWidget(parent)
    , m_titleSource(title)
    , m_title(new QLabel(this))
    , m_chart(new TimeChart(theme, unit, lines, this))
    , m_legend(new ChartLegend(theme, *m_chart, this))
    , m_header(new QHBoxLayout)
{
    m_title->setProperty("house", u"section"_s);
    m_header->setContentsMargins(0, 0, 8, 0);
    m_title->setFixedHeight(headerHeight);
    m_header->addWidget(m_title);
    m_header->addStretch();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addLayout(m_header);
    column->addWidget(m_legend);
    column->addWidget(m_chart, 1);
    retranslate();
}

void ChartPanel::addToHeader(QWidget* widget)
{
    widget->setFixedHeight(headerHeight);
    m_header->addWidget(widget);
}

void ChartPanel::showReadings()
{
    m_legend->update();
}

void ChartPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void ChartPanel::retranslate()
{
    m_title->setText(QCoreApplication::translate("Charts", m_titleSource));
    m_chart->setAccessibleName(m_title->text());
    m_chart->setAccessibleDescription(
        QCoreApplication::translate("Charts", "Arrow keys move the crosshair, Plus zooms in, Minus zooms out."));
    m_legend->update();
}

} // namespace zg::ui
