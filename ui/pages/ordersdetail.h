// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "ui/models/ordermodel.h"

#include <QHash>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace zg::ui {

class Banner;
class EmptyState;
class OrderTimeline;
class TableView;
class Theme;

/// One order: what is in it, where it goes, what became of it, and what can be done next.
/// Thread: main.
class OrdersDetail final : public QWidget
{
    Q_OBJECT

public:
    explicit OrdersDetail(Theme& theme, QWidget* parent = nullptr);
    void showOrder(const shop::Order& order); ///< a list's form keeps the history that is shown already
    void showNothing();
    void setBusy(bool isBusy);       ///< an answer is under way
    void refuse(const Error& error); ///< the deed was not done; what was typed is kept
    void focusTracking();
    const shop::Order& order() const { return m_order; }
    QString trackingTyped() const;
    QHash<OrderId, QString> typed() const; ///< tracking numbers that are not shipped, also of orders not shown now
    void keepTyped(OrderId id, const QString& trackingNo); ///< empty: forgets it
    void retranslate();

Q_SIGNALS:
    void shipWanted(zg::OrderId id, const QString& trackingNo);
    void refundWanted(zg::OrderId id, bool approve);
    void customerWanted(zg::UserId id);
    void typedChanged();                ///< which orders have a tracking number that is not shipped
    void historyWanted(zg::OrderId id); ///< what is shown is a list's form, or an older version

private:
    QWidget* makeBody(Theme& theme);
    QLayout* makeDeeds();
    void fill();
    void fillDeeds();
    void fitItems();
    void wantShip();
    void tellTyped();
    void copyAddress();

    shop::Order m_order;
    bool m_isBusy = false;
    QHash<OrderId, QString> m_typed; // tracking numbers begun and left
    QSet<OrderId> m_toldTyped;
    OrderItemModel m_items;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    Banner* m_banner;
    QLabel *m_number, *m_status, *m_facts, *m_hint;
    QLineEdit* m_tracking;
    QPushButton *m_ship, *m_approve, *m_refuse;
    TableView* m_table;
    QLabel *m_total, *m_addressTitle, *m_address, *m_remarkTitle, *m_remark, *m_historyTitle;
    QToolButton *m_copy, *m_customer;
    OrderTimeline* m_timeline;
    Theme& m_theme;
};

} // namespace zg::ui
