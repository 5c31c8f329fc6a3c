// SPDX-License-Identifier: GPL-3.0-or-later
// What the sales page shows and says.
#include "ui/pages/salespage.h"

#include "ui_salespage.h"

#include "core/money.h"
#include "ui/errortext.h"
#include "ui/format.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/barchart.h"
#include "ui/widgets/emptystate.h"

#include <QAction>
#include <QDateTime>
#include <QLabel>

using namespace Qt::StringLiterals;

namespace zg::ui {

void SalesPage::answered(const Result<shop::SalesReport>& report)
{
    if (report) {
        m_report = *report;
        m_banner->clear();
        showFigures();
        showBars();
        m_model.assign(m_report.bestSellers);
        if (m_model.rowCount() > 0 && !m_ui->table->currentIndex().isValid())
            m_ui->table->chooseRow(0);
    } else if (m_shown && *m_shown == range()) {
        m_banner->say(Tone::Warning,
                      tr("The figures are not up to date: the store does not answer. They are asked "
                         "for again all the time."),
                      report.error().message);
    } else {
        m_shown.reset();
        m_error = report.error();
    }
    showState();
}

void SalesPage::showState()
{
    // Another range's figures are not shown below this one's name.
    const bool isShown = m_shown && *m_shown == range();
    m_ui->stack->setCurrentWidget(isShown ? static_cast<QWidget*>(m_ui->body) : m_empty);
    m_export->setEnabled(isShown);
    if (isShown) {
        const QString limits = this->limits();
        m_ui->note->setText(limits.isEmpty() ? tr("Orders count where they were paid, also if refunded later.")
                                             : limits);
        m_ui->note->setToolTip(m_ui->note->text());
        return;
    }
    m_ui->note->clear();
    if (range().isTooLong())
        m_empty->showEmpty(u"sales"_s, tr("The range is too long"),
                           tr("At most %n day(s) are added up at once.", nullptr, shop::Sales::mostSpans));
    else if (m_isStopped)
        m_empty->showEmpty(u"sales"_s, tr("Stopped"), tr("The sales were not added up."), tr("Add them up now"));
    else if (m_isAsking)
        m_empty->showLoading(tr("Adding up the sales"), true);
    else
        m_empty->showFailed(tr("The sales could not be read"), errorText(m_error), m_error.message, tr("Try again"));
}

QString SalesPage::limits() const
{
    QStringList limits;
    if (m_report.firstRead > 0)
        limits += tr("Before %1 nothing was read: %2 orders are added up at most.")
                      .arg(m_shown->text(m_report.edgesMs.at(m_report.firstRead),
                                         m_report.edgesMs.at(m_report.firstRead + 1)),
                           countText(shop::Sales::mostOrders));
    if (m_report.areSpansCapped)
        limits += tr("A bar holds %1 orders at most; there were more.").arg(countText(shop::Sales::mostInSpan));
    if (m_report.areRefundsCapped)
        limits += tr("%1 refunds are counted at most; there were more.").arg(countText(shop::Sales::mostRefunds));
    if (m_report.sellersOrders < m_report.sum().orders)
        limits += tr("Best sellers are counted in the newest %1 orders.").arg(countText(m_report.sellersOrders));
    return limits.join(u' ');
}

void SalesPage::showFigures()
{
    const shop::SalesSpan sum = m_report.sum();
    const QString more = m_report.isCapped() ? u"+"_s : QString();
    const std::pair<QString, QString> figures[] = {
        {tr("Orders paid"), countText(sum.orders) + more},
        {tr("Takings"), yuanText(sum.takingsFen) + more},
        {tr("Given back"), tr("%1 (%2)").arg(yuanText(m_report.refundedFen), countText(m_report.refunds))},
        {tr("Average order"), sum.orders > 0 ? yuanText(sum.takingsFen / sum.orders) : u"–"_s},
    };
    for (int i = 0; i < m_figures.size(); ++i) {
        m_titles.at(i)->setText(figures[i].first);
        m_figures.at(i)->setText(figures[i].second);
        m_figures.at(i)->setAccessibleName(QString(figures[i].first % u": "_s % figures[i].second));
    }
    m_figures.at(2)->setToolTip(tr("Of the orders that were paid in this range: money, and number of orders"));
}

void SalesPage::showBars()
{
    if (!m_shown)
        return;
    const bool isTakings = m_ui->what->current() == 0;
    QList<BarChart::Bar> bars;
    for (int i = 0; i < m_report.spans.size(); ++i) {
        const shop::SalesSpan& span = m_report.spans.at(i);
        BarChart::Bar bar;
        bar.value = isTakings ? double(span.takingsFen) / 100 : double(span.orders);
        bar.label = m_shown->label(m_report.edgesMs.at(i));
        bar.isKnown = i >= m_report.firstRead;
        bar.text = bar.isKnown ? tr("%1: %2, %3")
                                     .arg(m_shown->text(m_report.edgesMs.at(i), m_report.edgesMs.at(i + 1)),
                                          tr("%n order(s)", nullptr, int(span.orders)), yuanText(span.takingsFen))
                               : tr("Not read");
        bars += bar;
    }
    m_chart->setBars(bars);
    m_chart->setAccessibleName(isTakings ? tr("Takings in yuan, a bar each stretch of time")
                                         : tr("Orders paid, a bar each stretch of time"));
    showReading(m_chart->pointed());
}

void SalesPage::showReading(int bar)
{
    if (bar >= 0 && bar < m_chart->bars().size())
        m_ui->reading->setText(m_chart->bars().at(bar).text);
    else
        m_ui->reading->setText(m_shown && m_shown->isHourly() ? tr("An hour each") : tr("A day each"));
}

void SalesPage::retranslate()
{
    m_ui->range->setLabels({tr("Today"), tr("7 days"), tr("30 days"), tr("From – to")});
    m_ui->what->setLabels({tr("Takings (¥)"), tr("Orders")});
    m_ui->range->setAccessibleName(tr("Range"));
    m_ui->what->setAccessibleName(tr("What the bars show"));
    m_ui->from->setAccessibleName(tr("From"));
    m_ui->to->setAccessibleName(tr("To, that day included"));
    m_ui->from->setToolTip(tr("From"));
    m_ui->to->setToolTip(tr("To, that day included"));
    m_ui->table->setAccessibleName(tr("Best sellers"));
    m_reload->setText(tr("Refresh"));
    m_reload->setToolTip(tr("Adds the sales up again (F5)"));
    m_export->setText(tr("Export…"));
    m_export->setToolTip(tr("Writes bars, sums and best sellers to a CSV or XLSX file (Ctrl+E)"));
    m_model.retranslate();
    if (m_shown) {
        showFigures();
        showBars();
    }
    showState();
}

} // namespace zg::ui
