// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/desk.h"
#include "ui/models/ordermodel.h"

#include <QDialog>

class QGridLayout;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace zg::ui {

class EmptyState;
class TableView;
class Theme;

/// Who a customer is: name, sums, last orders.
/// Thread: main.
class OrdersCustomer final : public QDialog
{
    Q_OBJECT

public:
    OrdersCustomer(node::OrderDesk& desk, Theme& theme, QWidget* parent);
    void show(UserId id); ///< asks, and opens
    const shop::Customer& customer() const { return m_customer; }
    QString figure(int at) const; ///< of the row of figures, as it reads

Q_SIGNALS:
    void filterWanted(zg::UserId id); ///< the list, of this customer's orders alone
    void orderWanted(zg::OrderId id);

private:
    void setupLayout(Theme& theme);
    void ask();
    void fill();

    node::OrderDesk& m_desk;
    UserId m_id;
    shop::Customer m_customer;
    OrderModel m_orders;
    QStackedWidget* m_stack;
    EmptyState* m_state;
    QLabel *m_name, *m_facts, *m_note;
    QList<QLabel*> m_figures, m_titles;
    TableView* m_table;
    QPushButton *m_close, *m_filter;
};

} // namespace zg::ui
