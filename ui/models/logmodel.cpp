// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/logmodel.h"

#include "ui/format.h"
#include "ui/models/column.h"
#include "ui/models/logtext.h"
#include "ui/shell/theme.h"

#include <algorithm>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestCell = 400; // more does not fit on a screen; the details show all

int tintOf(LogLevel level)
{
    switch (level) {
    case LogLevel::Warning:
        return int(Tint::Warning);
    case LogLevel::Critical:
        return int(Tint::Bad);
    case LogLevel::Debug:
    case LogLevel::Info:
        break;
    }
    return int(Tint::TextFaint);
}

QString oneLine(const QByteArray& text)
{
    QString line = QString::fromUtf8(text.first(std::min(text.size(), longestCell)));
    for (const QChar c : {u'\n', u'\r', u'\t'})
        line.replace(c, u' ');
    return line;
}

} // namespace

LogModel::LogModel(int maxLines, QObject* parent)
    : QAbstractTableModel(parent)
    , m_maxLines(maxLines)
{
}

int LogModel::append(const QList<LogLine>& lines)
{
    QList<qint64> fresh;
    for (const LogLine& line : lines) {
        if (m_filter.takes(line))
            fresh.append(m_first + qint64(m_lines.size()));
        m_lines.push_back(line);
        meet(line.category);
    }
    if (!fresh.isEmpty()) {
        beginInsertRows({}, int(m_shown.size()), int(m_shown.size() + fresh.size()) - 1);
        m_shown += fresh;
        endInsertRows();
    }
    dropOldest();
    return int(fresh.size());
}

void LogModel::dropOldest()
{
    const qint64 tooMany = qint64(m_lines.size()) - m_maxLines;
    if (tooMany <= 0)
        return;
    const qint64 first = m_first + tooMany;
    const auto end = std::lower_bound(m_shown.cbegin(), m_shown.cend(), first);
    const qsizetype rows = end - m_shown.cbegin();
    if (rows > 0)
        beginRemoveRows({}, 0, int(rows) - 1);
    m_shown.remove(0, rows);
    m_lines.erase(m_lines.begin(), m_lines.begin() + tooMany);
    m_first = first;
    if (rows > 0)
        endRemoveRows();
}

void LogModel::meet(const QByteArray& category)
{
    const auto place = std::lower_bound(m_categories.begin(), m_categories.end(), category);
    if (place == m_categories.end() || *place != category)
        m_categories.insert(place, category);
}

void LogModel::setFilter(const LogFilter& filter)
{
    if (filter == m_filter)
        return;
    m_filter = filter;
    QList<qint64> wanted;
    for (qint64 i = 0; i < qint64(m_lines.size()); ++i)
        if (m_filter.takes(m_lines[size_t(i)]))
            wanted.append(m_first + i);
    show(wanted);
}

/// Rows that somebody holds on to (selected, current) and that stay are not touched; what lies between two of them is
/// exchanged in one piece: row by row, a table of 100,000 would take seconds.
void LogModel::show(const QList<qint64>& wanted)
{
    QList<qint64> held;
    for (const QModelIndex& index : persistentIndexList())
        if (const qint64 place = m_shown.at(index.row()); std::binary_search(wanted.cbegin(), wanted.cend(), place))
            held.append(place);
    std::sort(held.begin(), held.end());
    held.erase(std::unique(held.begin(), held.end()), held.end());

    qsizetype end = m_shown.size();
    qsizetype to = wanted.size();
    for (auto it = held.crbegin(); it != held.crend(); ++it) { // from the end: rows before keep their numbers
        const qsizetype row = std::lower_bound(m_shown.cbegin(), m_shown.cend(), *it) - m_shown.cbegin();
        const qsizetype at = std::lower_bound(wanted.cbegin(), wanted.cend(), *it) - wanted.cbegin();
        exchange(row + 1, end, wanted, at + 1, to);
        end = row;
        to = at;
    }
    exchange(0, end, wanted, 0, to);
}

/// Rows [first, end) become wanted[from, to).
void LogModel::exchange(qsizetype first, qsizetype end, const QList<qint64>& wanted, qsizetype from, qsizetype to)
{
    while (first < end && from < to && m_shown.at(first) == wanted.at(from)) {
        ++first;
        ++from;
    }
    while (first < end && from < to && m_shown.at(end - 1) == wanted.at(to - 1)) {
        --end;
        --to;
    }
    if (first < end) {
        beginRemoveRows({}, int(first), int(end) - 1);
        m_shown.remove(first, end - first);
        endRemoveRows();
    }
    if (from < to) {
        beginInsertRows({}, int(first), int(first + to - from) - 1);
        m_shown.insert(first, to - from, 0);
        std::copy(wanted.cbegin() + from, wanted.cbegin() + to, m_shown.begin() + first);
        endInsertRows();
    }
}

void LogModel::clear()
{
    if (!m_shown.isEmpty())
        beginRemoveRows({}, 0, int(m_shown.size()) - 1);
    const bool hadRows = !m_shown.isEmpty();
    m_first += qint64(m_lines.size());
    m_lines.clear();
    m_shown.clear();
    if (hadRows)
        endRemoveRows();
}

void LogModel::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, TextColumn);
    if (!m_shown.isEmpty())
        Q_EMIT dataChanged(index(0, LevelColumn), index(int(m_shown.size()) - 1, LevelColumn));
}

const LogLine& LogModel::line(int row) const
{
    return m_lines[size_t(m_shown.at(row) - m_first)];
}

int LogModel::rowOf(quint64 number) const
{
    const auto it = std::lower_bound(m_shown.cbegin(), m_shown.cend(), number, [this](qint64 place, quint64 wanted) {
        return m_lines[size_t(place - m_first)].number < wanted;
    });
    if (it == m_shown.cend() || m_lines[size_t(*it - m_first)].number != number)
        return -1;
    return int(it - m_shown.cbegin());
}

QList<LogLine> LogModel::shown() const
{
    QList<LogLine> lines;
    lines.reserve(m_shown.size());
    for (const qint64 place : m_shown)
        lines.append(m_lines[size_t(place - m_first)]);
    return lines;
}

QString LogModel::text(const LogLine& line, int column) const
{
    switch (column) {
    case TimeColumn:
        return logTimeText(line.atMs);
    case LevelColumn:
        return logLevelText(line.level);
    case CategoryColumn:
        return logCategoryText(line.category);
    default:
        return oneLine(line.text);
    }
}

QVariant LogModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_shown.size())
        return {};
    const LogLine& at = line(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(at, index.column());
    case RawRole:
        return index.column() == TimeColumn    ? QVariant(at.atMs)
               : index.column() == LevelColumn ? QVariant(int(at.level))
                                               : QVariant(text(at, index.column()));
    case TintRole:
        return index.column() == LevelColumn ? QVariant(tintOf(at.level)) : QVariant();
    case Qt::FontRole:
        return index.column() == TimeColumn ? QVariant(Theme::figureFont()) : QVariant();
    case Qt::ToolTipRole:
        return index.column() == TimeColumn       ? QVariant(utcTimeText(at.atMs))
               : index.column() == CategoryColumn ? QVariant(QString::fromUtf8(at.category))
                                                  : QVariant();
    default:
        return {};
    }
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::AccessibleTextRole))
        return role == Qt::TextAlignmentRole ? QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter) : QVariant();
    const QString titles[] = {tr("Time"), tr("Level"), tr("Category"), tr("Text")};
    return section >= 0 && section <= TextColumn ? titles[section] : QVariant();
}

} // namespace zg::ui
