// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/ordersshiplist.h"

#include <QDialog>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

namespace zg::ui {

class ProgressStrip;
class TableView;
class Theme;

/// Ships what a carrier's list says: pasted or from a file, looked at row by row before anything is done.
/// Thread: main.
class OrdersShipListDialog final : public QDialog
{
    Q_OBJECT

public:
    OrdersShipListDialog(node::OrderDesk& desk, Theme& theme, QWidget* parent);
    void readFile(const QString& path);
    OrdersShipList& list() { return m_list; }
    void reject() override; ///< Esc: stops what runs; closes when nothing does
    QString summary() const;

Q_SIGNALS:
    void shipped(const zg::shop::Order& order);

private:
    void setupLayout(Theme& theme);
    void askFile();
    void goOn(); ///< the primary button: check, or ship
    void back();
    void showState();
    void showSummary();

    OrdersShipList m_list;
    QLabel* m_help;
    QStackedWidget* m_stack;
    QPlainTextEdit* m_text;
    TableView* m_table;
    ProgressStrip* m_progress;
    QPushButton *m_file, *m_back, *m_copy, *m_close, *m_go;
};

} // namespace zg::ui
