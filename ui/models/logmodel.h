// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/logfilter.h"

#include <QAbstractTableModel>

#include <deque>

namespace zg::ui {

/// The log, oldest first, as the filter lets it through. Lines come in batches; another filter exchanges rows and keeps
/// those that are selected, so that the view stays where it is.
/// Thread: main.
class LogModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum ColumnId { TimeColumn, LevelColumn, CategoryColumn, TextColumn };

    explicit LogModel(int maxLines = LogRing::usualLines, QObject* parent = nullptr);

    /// The next lines; beyond the limit the oldest go. @return how many of them show
    int append(const QList<LogLine>& lines);
    void setFilter(const LogFilter& filter);
    const LogFilter& filter() const { return m_filter; }
    void clear();       ///< no line is here any more; what was seen of categories stays
    void retranslate(); ///< headings and words, after the language changed

    const LogLine& line(int row) const;
    int rowOf(quint64 number) const; ///< -1 when it does not show
    int total() const { return int(m_lines.size()); }
    QList<LogLine> shown() const;
    const QList<QByteArray>& categories() const { return m_categories; } ///< those seen, sorted

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(m_shown.size()); }
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : TextColumn + 1; }
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    void meet(const QByteArray& category);
    void dropOldest();
    void show(const QList<qint64>& wanted);
    void exchange(qsizetype first, qsizetype end, const QList<qint64>& wanted, qsizetype from, qsizetype to);
    QString text(const LogLine& line, int column) const;

    const int m_maxLines;
    LogFilter m_filter;
    std::deque<LogLine> m_lines;
    qint64 m_first = 0;    // the place of the oldest line, counted from the very first
    QList<qint64> m_shown; // places, ascending
    QList<QByteArray> m_categories;
};

} // namespace zg::ui
