// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/ledgermodel.h"
#include "ui/models/tablemodelpager.h"

#include <QWidget>

class QAction;
class QPushButton;
class QStackedLayout;

namespace zg::ui {

class EmptyState;
class TableView;
class Theme;

/// The history of a product: every change of its stock and every edit, with when, by whom, why.
/// Thread: main.
class ProductHistory final : public QWidget
{
    Q_OBJECT

public:
    ProductHistory(node::ProductDesk& desk, Theme& theme, QWidget* parent = nullptr);
    void showLedger(ProductId id); ///< reads it; again for the same one
    void clear();
    TableView& table() { return *m_table; }
    QAction& undoAction() { return *m_undo; }

Q_SIGNALS:
    /// The line is to be taken back.
    void undoWanted(zg::ProductId id, const zg::shop::ProductEvent& event);

protected:
    void focusInEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void showState();
    void retranslate();
    void updateUndo();

    node::ProductDesk& m_desk;
    ProductId m_id;
    LedgerModel m_model;
    Pager<shop::ProductEvent> m_pager;
    QStackedLayout* m_stack;
    TableView* m_table;
    EmptyState* m_empty;
    QAction* m_undo;
    QPushButton* m_undoButton;
};

} // namespace zg::ui
