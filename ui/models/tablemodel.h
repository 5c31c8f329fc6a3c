// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/column.h"

#include <QAbstractTableModel>
#include <QCoreApplication>
#include <QHash>
#include <QSet>

#include <algorithm>
#include <functional>
#include <span>
#include <utility>

namespace zg::ui {

/// Who a row is: specialise where a row has no `id`.
template <class Row>
struct RowKey
{
    static auto of(const Row& row) { return row.id; }
};

/// The part of a table model that needs signals.
class TableModelBase : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;
    void setMoreAvailable(bool available) { m_moreAvailable = available; }
    bool canFetchMore(const QModelIndex& parent) const override { return !parent.isValid() && m_moreAvailable; }
    void fetchMore(const QModelIndex& parent) override;
    virtual void retranslate(); ///< headers and texts, after the language changed

Q_SIGNALS:
    void moreWanted(); ///< the view came near the end; the next page is somebody else's work

private:
    bool m_moreAvailable = false;
};

/// Value rows with described columns. A refresh says only what changed, so that selection and scroll stay.
/// Thread: main.
template <class Row>
class TableModel : public TableModelBase
{
public:
    using Columns = std::span<const Column<Row>>;
    using Key = decltype(RowKey<Row>::of(std::declval<const Row&>()));

    TableModel(Columns columns, const char* context, QObject* parent = nullptr)
        : TableModelBase(parent)
        , m_columns(columns)
        , m_context(context)
    {
    }

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    int columnCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_columns.size());
    }
    const QList<Row>& rows() const { return m_rows; }
    const Row& row(int at) const { return m_rows.at(at); }
    const Column<Row>& column(int at) const { return m_columns[size_t(at)]; }

    /// @return the row's place, -1 when it is not here
    int indexOf(const Key& key) const
    {
        if (!m_isIndexed) {
            m_index.clear();
            m_index.reserve(m_rows.size());
            for (int i = 0; i < m_rows.size(); ++i)
                m_index.insert(RowKey<Row>::of(m_rows.at(i)), i);
            m_isIndexed = true;
        }
        return m_index.value(key, -1);
    }
    const Row* find(const Key& key) const
    {
        const int at = indexOf(key);
        return at < 0 ? nullptr : &m_rows.at(at);
    }

    /// The whole list, as it is now.
    void assign(const QList<Row>& rows) { splice(0, int(m_rows.size()), rows); }
    /// The next page. Rows that are here already are brought up to date where they stand.
    void append(const QList<Row>& rows)
    {
        QList<Row> fresh;
        for (const Row& row : rows)
            if (!replace(row))
                fresh.append(row);
        insertAt(int(m_rows.size()), fresh, 0, int(fresh.size()));
    }
    /// One row, where it stands. @return false when it is not here
    bool replace(const Row& row)
    {
        const int at = indexOf(RowKey<Row>::of(row));
        if (at < 0)
            return false;
        if (!(m_rows.at(at) == row)) {
            m_rows[at] = row;
            touchRows(at, at);
        }
        return true;
    }
    void prepend(const Row& row) { insertAt(0, {row}, 0, 1); }
    bool removeKey(const Key& key)
    {
        const int at = indexOf(key);
        if (at >= 0)
            removeAt(at, at);
        return at >= 0;
    }
    void clear() { assign({}); }

    /// Makes rows [first, first + count) read as `rows`, with as few changes as say it: what left is removed, what
    /// stayed keeps its selection, also where its place changed, what is new is inserted, what differs is touched.
    void splice(int first, int count, const QList<Row>& rows)
    {
        QSet<Key> wanted;
        wanted.reserve(rows.size());
        QList<int> elsewhere; // rows that come into the range from outside it
        for (const Row& row : rows) {
            wanted.insert(RowKey<Row>::of(row));
            const int at = indexOf(RowKey<Row>::of(row));
            if (at >= 0 && (at < first || at >= first + count))
                elsewhere.append(at);
        }
        std::sort(elsewhere.begin(), elsewhere.end(), std::greater<>());
        for (const int at : elsewhere) {
            first -= at < first ? 1 : 0;
            removeAt(at, at);
        }
        for (int last = first + count - 1; last >= first; --last) {
            int from = last;
            while (from >= first && !wanted.contains(RowKey<Row>::of(m_rows.at(from))))
                --from;
            if (from < last) {
                removeAt(from + 1, last);
                count -= last - from;
                last = from;
            }
        }
        reorder(first, count, rows);
        for (int i = 0; i < rows.size(); ++i) {
            int end = i;
            while (end < rows.size() && !(i < count && isAt(first + i, rows.at(end))))
                ++end;
            if (end > i) {
                insertAt(first + i, rows, i, end);
                count += end - i;
                i = end - 1;
            }
        }
        touchDifferent(first, rows);
    }

    QVariant data(const QModelIndex& index, int role) const override
    {
        if (!index.isValid() || index.row() >= m_rows.size())
            return {};
        const Row& row = m_rows.at(index.row());
        const Column<Row>& column = m_columns[size_t(index.column())];
        switch (role) {
        case Qt::DisplayRole:
            return column.text(column.raw(row));
        case RawRole:
            return column.raw(row);
        case Qt::TextAlignmentRole:
            return QVariant::fromValue(column.alignment | Qt::AlignVCenter);
        case Qt::ToolTipRole:
            return column.tip ? QVariant(column.tip(row)) : QVariant();
        default:
            return {};
        }
    }

    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal || section < 0 || section >= int(m_columns.size()))
            return {};
        const Column<Row>& column = m_columns[size_t(section)];
        if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
            return QCoreApplication::translate(m_context, column.title);
        if (role == Qt::TextAlignmentRole)
            return QVariant::fromValue(column.alignment | Qt::AlignVCenter);
        return {};
    }

protected:
    void touchRows(int first, int last) { Q_EMIT dataChanged(index(first, 0), index(last, columnCount() - 1)); }

private:
    bool isAt(int at, const Row& row) const
    {
        return at < m_rows.size() && RowKey<Row>::of(m_rows.at(at)) == RowKey<Row>::of(row);
    }

    void insertAt(int at, const QList<Row>& rows, int from, int end)
    {
        if (from == end)
            return;
        beginInsertRows({}, at, at + end - from - 1);
        const bool isAppend = at == m_rows.size();
        m_rows.insert(at, end - from, Row());
        std::copy(rows.cbegin() + from, rows.cbegin() + end, m_rows.begin() + at);
        if (isAppend && m_isIndexed) {
            for (int i = at; i < m_rows.size(); ++i)
                m_index.insert(RowKey<Row>::of(m_rows.at(i)), i);
        } else {
            m_isIndexed = false;
        }
        endInsertRows();
    }

    void removeAt(int first, int last)
    {
        beginRemoveRows({}, first, last);
        m_rows.remove(first, last - first + 1);
        m_isIndexed = false;
        endRemoveRows();
    }

    /// The rows that stayed take the order of `rows`; a layout change carries selection and current row along.
    void reorder(int first, int count, const QList<Row>& rows)
    {
        QHash<Key, int> placeOf;
        for (int i = first; i < first + count; ++i)
            placeOf.insert(RowKey<Row>::of(m_rows.at(i)), i);
        QList<int> order; // new place → old place
        for (const Row& row : rows)
            if (const auto it = placeOf.constFind(RowKey<Row>::of(row)); it != placeOf.cend())
                order.append(*it);
        if (std::is_sorted(order.cbegin(), order.cend()))
            return;
        Q_EMIT layoutAboutToBeChanged();
        QList<Row> old = m_rows.mid(first, count);
        QHash<int, int> moved;
        for (int i = 0; i < order.size(); ++i) {
            m_rows[first + i] = old.at(order.at(i) - first);
            moved.insert(order.at(i), first + i);
        }
        m_isIndexed = false;
        const QModelIndexList from = persistentIndexList();
        QModelIndexList to;
        for (const QModelIndex& index : from)
            to.append(createIndex(moved.value(index.row(), index.row()), index.column()));
        changePersistentIndexList(from, to);
        Q_EMIT layoutChanged();
    }

    void touchDifferent(int first, const QList<Row>& rows)
    {
        for (int i = 0; i < rows.size(); ++i) {
            int end = i;
            while (end < rows.size() && !(m_rows.at(first + end) == rows.at(end))) {
                m_rows[first + end] = rows.at(end);
                ++end;
            }
            if (end > i) {
                touchRows(first + i, first + end - 1);
                i = end;
            }
        }
    }

    Columns m_columns;
    const char* m_context;
    QList<Row> m_rows;
    mutable QHash<Key, int> m_index; // by key; rebuilt when asked for after rows moved
    mutable bool m_isIndexed = true;
};

} // namespace zg::ui
