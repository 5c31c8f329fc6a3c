// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of the logs page: read, followed, filtered.
#include "ui/format.h"
#include "ui/models/logtext.h"
#include "ui/pages/logspage.h"
#include "ui/shell/windowstate.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/logdetail.h"
#include "ui_logspage.h"

#include <QMenu>
#include <QScopedValueRollback>
#include <QScrollBar>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int batchLines = 5'000; // read in one piece: who logs meanwhile waits for less than a millisecond

} // namespace

void LogsPage::refresh(const Tick&)
{
    if (!m_isPaused)
        read();
    showCount();
}

void LogsPage::read()
{
    const LogRing& log = m_context.node.log();
    if (log.lastNumber() == m_last)
        return;
    QList<LogLine> lines;
    for (;;) {
        const auto batch = log.since(m_last, batchLines);
        if (batch.isEmpty())
            break;
        if (m_last > 0)
            m_missed += batch.first().number - m_last - 1;
        m_last = batch.last().number;
        lines += batch;
        if (batch.size() < batchLines || lines.size() >= LogRing::usualLines)
            break; // the rest with the next tick
    }
    const QScopedValueRollback feeding(m_isFeeding, true);
    const QModelIndex current = m_ui->table->currentIndex();
    const quint64 chosen = current.isValid() ? m_model.line(current.row()).number : 0;
    const int fresh = m_model.append(lines);
    if (chosen > 0 && m_model.rowOf(chosen) < 0)
        m_ui->table->selectionModel()->clear(); // it was too old: no neighbour takes its place
    m_below += m_isFollowing ? 0 : fresh;
    showState();
    if (m_isFollowing)
        m_ui->table->scrollToBottom();
}

/// Whoever scrolls up wants to read; whoever scrolls to the end wants to follow.
void LogsPage::scrolled(int value)
{
    if (m_isFeeding)
        return;
    setFollowing(value >= m_ui->table->verticalScrollBar()->maximum());
}

void LogsPage::setFollowing(bool follows)
{
    if (follows == m_isFollowing)
        return;
    m_isFollowing = follows;
    m_below = 0;
    m_followAction->setChecked(follows);
    if (follows) {
        const QScopedValueRollback feeding(m_isFeeding, true);
        m_ui->table->scrollToBottom();
    }
    showCount();
}

void LogsPage::setPaused(bool paused)
{
    if (paused == m_isPaused)
        return;
    m_isPaused = paused;
    m_pauseAction->setChecked(paused);
    m_pauseAction->setText(paused ? tr("Resume") : tr("Pause"));
    dressIcons();
    if (!paused)
        read();
    showCount();
}

void LogsPage::clearView()
{
    m_isCleared = m_isCleared || m_model.total() > 0;
    const QScopedValueRollback feeding(m_isFeeding, true);
    m_model.clear();
    m_last = m_context.node.log().lastNumber();
    m_missed = 0;
    m_below = 0;
    showState();
    showCount();
}

void LogsPage::showEverything()
{
    m_isCleared = false;
    m_last = 0;
    setFollowing(true);
    read();
    showCount();
}

void LogsPage::applyFilter()
{
    m_filterDelay.stop();
    LogFilter filter;
    filter.least = LogLevel(std::max(0, m_ui->level->current()));
    filter.categories = m_chosen;
    filter.words = m_ui->search->text().split(u' ', Qt::SkipEmptyParts);
    filter.requestId = m_ui->request->text().trimmed().toUtf8();
    const QScopedValueRollback feeding(m_isFeeding, true);
    const QModelIndex current = m_ui->table->currentIndex();
    if (current.isValid() && !filter.takes(m_model.line(current.row())))
        m_ui->table->selectionModel()->clear(); // what is looked at goes: no neighbour takes its place
    m_model.setFilter(filter);
    m_below = 0;
    showState();
    showCount();
    if (m_isFollowing)
        m_ui->table->scrollToBottom();
    else if (m_ui->table->currentIndex().isValid())
        m_ui->table->scrollTo(m_ui->table->currentIndex());
}

void LogsPage::clearFilters()
{
    m_ui->search->clear();
    m_ui->request->clear();
    m_ui->level->setCurrent(0);
    m_chosen.clear();
    m_context.state.setValue(u"logs/categories"_s, QStringList());
    rebuildCategories();
    applyFilter();
}

/// The menu of those seen, and of those chosen that were not seen yet.
void LogsPage::rebuildCategories()
{
    QMenu* menu = m_ui->categories->menu();
    menu->clear();
    QAction* all = menu->addAction(tr("All categories"));
    all->setCheckable(true);
    all->setChecked(m_chosen.isEmpty());
    connect(all, &QAction::triggered, this, [this] {
        m_chosen.clear();
        chooseCategory({}, false);
    });
    menu->addSeparator();
    QList<QByteArray> categories = m_model.categories();
    for (const QByteArray& category : std::as_const(m_chosen))
        if (!categories.contains(category))
            categories.append(category);
    for (const QByteArray& category : std::as_const(categories)) {
        QAction* action = menu->addAction(logCategoryText(category));
        action->setCheckable(true);
        action->setChecked(m_chosen.contains(category));
        connect(action, &QAction::triggered, this, [this, category](bool on) { chooseCategory(category, on); });
    }
    m_ui->categories->setText(m_chosen.isEmpty()     ? tr("Categories")
                              : m_chosen.size() == 1 ? logCategoryText(*m_chosen.cbegin())
                                                     : tr("%n categories", nullptr, int(m_chosen.size())));
    m_ui->categories->setAccessibleName(m_ui->categories->text());
    m_ui->categories->setToolTip(tr("Show only these categories"));
}

void LogsPage::chooseCategory(const QByteArray& category, bool on)
{
    if (on)
        m_chosen.insert(category);
    else
        m_chosen.remove(category);
    QStringList chosen;
    for (const QByteArray& each : std::as_const(m_chosen))
        chosen.append(QString::fromUtf8(each));
    m_context.state.setValue(u"logs/categories"_s, chosen);
    rebuildCategories();
    applyFilter();
}

void LogsPage::showCurrent()
{
    const QModelIndex current = m_ui->table->currentIndex();
    if (current.isValid() && m_ui->table->selectionModel()->isRowSelected(current.row()))
        m_detail->tell(m_model.line(current.row()));
    else
        m_detail->clear();
}

void LogsPage::showState()
{
    if (m_model.rowCount() > 0) {
        m_ui->stack->setCurrentWidget(m_ui->table);
        return;
    }
    if (m_model.total() > 0)
        m_empty->showEmpty(u"search"_s, tr("No line matches"),
                           tr("Lines come in all the same, and show here as soon as one does."), tr("Clear filters"));
    else if (m_isCleared)
        m_empty->showEmpty(u"logs"_s, tr("The view is cleared"),
                           tr("New lines show as they come. The older ones are still kept."), tr("Show them again"));
    else
        m_empty->showEmpty(u"logs"_s, tr("Nothing was logged yet"),
                           tr("What the node does, and what goes wrong, shows here as it happens."));
    m_ui->stack->setCurrentWidget(m_empty);
}

void LogsPage::showCount()
{
    QStringList parts{m_model.filter().isOpen()
                          ? tr("%n line(s)", nullptr, m_model.total())
                          : tr("%1 of %2 lines").arg(countText(m_model.rowCount()), countText(m_model.total()))};
    const quint64 waiting = m_context.node.log().lastNumber() - m_last;
    if (m_isPaused)
        parts.append(tr("Paused: %1 new").arg(countText(qint64(waiting))));
    else if (m_below > 0)
        parts.append(tr("%1 new below").arg(countText(m_below)));
    if (m_missed > 0)
        parts.append(tr("%1 were too old to be kept").arg(countText(qint64(m_missed))));
    const QString text = parts.join(u"  ·  "_s);
    if (text != m_ui->count->text())
        m_ui->count->setText(text);
}

} // namespace zg::ui
