// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/tableview.h"

#include "ui/models/column.h"
#include "ui/shell/theme.h"
#include "ui/widgets/tabletools.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QResizeEvent>
#include <QScrollBar>

#include <algorithm>
#include <utility>

namespace zg::ui {

namespace {

constexpr int dotSize = 8;
constexpr int dotSpace = 16;   // the dot and the gap before the text
constexpr int cellMargin = 11; // where the other cells' text begins: the theme's padding and the style's own
constexpr int usualWidth = 100;
constexpr int stretchWidth = 170; // what the column that stretches needs to be read

} // namespace

TableView::TableView(QWidget* parent)
    : QTableView(parent)
{
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setWordWrap(false);
    setTabKeyNavigation(false); // Tab leaves the table; the arrows move in it
    setCornerButtonEnabled(false);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->hide();
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &TableView::fetchAhead);
}

void TableView::dress(Theme& theme)
{
    m_theme = &theme;
    dressTable(this);
    addCopyAction(this, theme);
    setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    setTabKeyNavigation(false);
    horizontalHeader()->setStyleSheet(
        QStringLiteral("QHeaderView::section { padding-left: 11px; padding-right: 11px; }"));
}

void TableView::setModel(QAbstractItemModel* model)
{
    if (this->model())
        disconnect(this->model(), &QAbstractItemModel::rowsRemoved, this, &TableView::chooseCurrent);
    QTableView::setModel(model);
    if (model) // after the base, so that the selection model has heard of it
        connect(model, &QAbstractItemModel::rowsRemoved, this, &TableView::chooseCurrent);
}

/// A current row that is not selected would be shown by a page whose shortcuts do nothing to it.
void TableView::chooseCurrent()
{
    if (std::exchange(m_isChosenLost, false) && currentIndex().isValid() && !selectionModel()->hasSelection())
        selectionModel()->select(currentIndex(), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

void TableView::focusInEvent(QFocusEvent* event)
{
    QTableView::focusInEvent(event); // makes the first row current, without selecting it
    m_isChosenLost = event->reason() != Qt::MouseFocusReason && model();
    chooseCurrent();
}

/// The keyboard's cell, where typing would change something.
void TableView::paintEvent(QPaintEvent* event)
{
    QTableView::paintEvent(event);
    const QModelIndex current = currentIndex();
    if (!m_theme || !hasFocus() || !current.isValid() || !(current.flags() & Qt::ItemIsEditable))
        return;
    QPainter painter(viewport());
    painter.setPen(m_theme->color(Tint::Accent));
    painter.drawRect(visualRect(current).adjusted(0, 0, -1, -1));
}

void TableView::setGivingWay(int stretch, const QList<int>& columns)
{
    m_stretch = stretch;
    m_giving = columns;
    horizontalHeader()->setStretchLastSection(false);
    horizontalHeader()->setSectionResizeMode(stretch, QHeaderView::Stretch);
    giveWay();
}

void TableView::giveWay()
{
    if (m_stretch < 0)
        return;
    const QHeaderView* header = horizontalHeader();
    const auto widthOf = [&](int column) {
        // A hidden section has no width: what it had, or a usual one where the settings hid it.
        return isColumnHidden(column) ? m_hiddenWidths.value(column, usualWidth) : header->sectionSize(column);
    };
    int wanted = stretchWidth;
    for (int i = 0; i < header->count(); ++i)
        wanted += i == m_stretch ? 0 : widthOf(i);
    for (const int column : m_giving) {
        const bool isTooMuch = wanted > viewport()->width();
        if (isTooMuch) {
            wanted -= widthOf(column);
            m_hiddenWidths.insert(column, widthOf(column));
        }
        if (isColumnHidden(column) != isTooMuch)
            setColumnHidden(column, isTooMuch);
    }
}

void TableView::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        giveWay();
}

QList<int> TableView::selectedRowNumbers() const
{
    QList<int> rows;
    if (!selectionModel())
        return rows;
    // The ranges, not selectedRows(): a selection of 100,000 rows is one range.
    for (const QItemSelectionRange& range : selectionModel()->selection())
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows.append(row);
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

void TableView::chooseRow(int row)
{
    selectionModel()->setCurrentIndex(model()->index(row, 0),
                                      QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

int TableView::firstVisibleRow() const
{
    return qMax(0, rowAt(0));
}

bool TableView::isAtTop() const
{
    return verticalScrollBar()->value() == verticalScrollBar()->minimum();
}

void TableView::fetchAhead()
{
    const QScrollBar* bar = verticalScrollBar();
    if (model() && bar->value() + 2 * bar->pageStep() > bar->maximum() && model()->canFetchMore(rootIndex()))
        model()->fetchMore(rootIndex());
}

void TableView::rowsInserted(const QModelIndex& parent, int start, int end)
{
    const int top = verticalScrollBar()->value(); // ScrollPerItem: the first visible row
    const bool slides = start <= top && (top > 0 || !m_follows) && end - start + 1 < model()->rowCount();
    QTableView::rowsInserted(parent, start, end);
    if (slides) {
        executeDelayedItemsLayout();
        updateGeometries();
        verticalScrollBar()->setValue(top + end - start + 1);
    }
}

void TableView::rowsAboutToBeRemoved(const QModelIndex& parent, int start, int end)
{
    const int top = verticalScrollBar()->value();
    QTableView::rowsAboutToBeRemoved(parent, start, end);
    const QModelIndex current = currentIndex();
    if (current.isValid() && current.row() >= start && current.row() <= end) {
        // The next row takes its place, where Qt would go back to the one above.
        int next = end + 1 < model()->rowCount() ? end + 1 : start - 1;
        const QItemSelection selection = selectionModel()->selection();
        for (const QItemSelectionRange& range : selection) { // one of those that are still selected, rather
            if (range.bottom() > end)
                next = qMax(range.top(), end + 1);
            else if (range.top() < start)
                next = qMin(range.bottom(), start - 1);
            else
                continue;
            break;
        }
        if (next >= 0)
            selectionModel()->setCurrentIndex(model()->index(next, current.column()), QItemSelectionModel::NoUpdate);
        m_isChosenLost = true;
    }
    if (end < top)
        verticalScrollBar()->setValue(top - (end - start + 1));
}

void TableView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_F2 && event->modifiers() == Qt::NoModifier && currentIndex().isValid() &&
        state() != EditingState && !(currentIndex().flags() & Qt::ItemIsEditable)) {
        editRow();
        return;
    }
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && event->modifiers() == Qt::NoModifier && currentIndex().isValid() && state() != EditingState) {
        if (currentIndex().flags() & Qt::ItemIsEditable)
            edit(currentIndex());
        else
            Q_EMIT rowActivated(currentIndex().row());
        return;
    }
    QTableView::keyPressEvent(event);
}

/// Edits the row's first cell that can be; a row that has none is activated.
void TableView::editRow()
{
    const int row = currentIndex().row();
    for (int visual = 0; visual < horizontalHeader()->count(); ++visual) {
        const int column = horizontalHeader()->logicalIndex(visual);
        const QModelIndex cell = model()->index(row, column);
        if (isColumnHidden(column) || !(cell.flags() & Qt::ItemIsEditable))
            continue;
        selectionModel()->setCurrentIndex(cell, QItemSelectionModel::NoUpdate);
        edit(cell);
        return;
    }
    Q_EMIT rowActivated(row);
}

DotDelegate::DotDelegate(Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

void DotDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QVariant tint = index.data(TintRole);
    if (!tint.isValid()) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem row = option;
    initStyleOption(&row, index);
    const QString text = row.text;
    row.text.clear();
    const QWidget* widget = option.widget;
    widget->style()->drawControl(QStyle::CE_ItemViewItem, &row, painter, widget);

    QRect room = option.rect.adjusted(cellMargin, 0, -cellMargin, 0);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(m_theme.color(Tint(tint.toInt())));
    painter->drawEllipse(QRect(room.left(), room.center().y() - dotSize / 2 + 1, dotSize, dotSize));
    painter->setPen(row.palette.color(row.state & QStyle::State_Selected ? QPalette::HighlightedText : QPalette::Text));
    painter->setFont(row.font);
    room.setLeft(room.left() + dotSpace);
    painter->drawText(room, Qt::AlignVCenter | Qt::AlignLeft,
                      row.fontMetrics.elidedText(text, Qt::ElideRight, room.width()));
    painter->restore();
}

QSize DotDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    return QStyledItemDelegate::sizeHint(option, index) + QSize(dotSpace, 0);
}

} // namespace zg::ui
