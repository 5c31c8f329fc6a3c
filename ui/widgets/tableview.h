// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QStyledItemDelegate>
#include <QTableView>

namespace zg::ui {

class Theme;

/// A table that asks for the next rows before the end is reached, and stays where it is while rows slide in above.
/// The current row is a selected one: when it goes, the one that takes its place is chosen.
/// Thread: main.
class TableView final : public QTableView
{
    Q_OBJECT

public:
    explicit TableView(QWidget* parent = nullptr);
    void dress(Theme& theme); ///< the house's look, Ctrl+C
    void setModel(QAbstractItemModel* model) override;
    /// `stretch` takes the room that is left; when that is too little, these columns hide, first to last.
    void setGivingWay(int stretch, const QList<int>& columns);
    QList<int> selectedRowNumbers() const;                      ///< from top to bottom
    void setSlideFollows(bool follows) { m_follows = follows; } ///< at the top, new rows push the others down (default)
    void chooseRow(int row); ///< this one alone, whatever keys are held: selectRow() toggles while Ctrl is down
    int firstVisibleRow() const;
    bool isAtTop() const;
    bool isEditing() const { return state() == EditingState; }

Q_SIGNALS:
    void rowActivated(int row); ///< Enter or a double click on a cell that is not edited in place

protected:
    void rowsInserted(const QModelIndex& parent, int start, int end) override;
    void rowsAboutToBeRemoved(const QModelIndex& parent, int start, int end) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void chooseCurrent();
    void editRow();
    void fetchAhead();
    void giveWay();

    Theme* m_theme = nullptr;
    bool m_follows = true;
    bool m_isChosenLost = false; // the rows being removed were the chosen ones
    int m_stretch = -1;
    QList<int> m_giving;
    QHash<int, int> m_hiddenWidths; // by column
};

/// Paints a dot in the model's tint (TintRole) before the text of a cell that has one.
/// Thread: main.
class DotDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit DotDelegate(Theme& theme, QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    Theme& m_theme;
};

} // namespace zg::ui
