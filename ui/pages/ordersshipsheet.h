// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/desk.h"
#include "ui/models/ordershipmodel.h"

#include <QDialog>
#include <QPointer>

class QLabel;
class QPushButton;

namespace zg::ui {

class Batch;
class ProgressStrip;
class TableView;
class Theme;

/// Ships many orders at once: tracking numbers are typed or pasted, one a line, beside their orders.
/// Thread: main.
class OrdersShipSheet final : public QDialog
{
    Q_OBJECT

public:
    OrdersShipSheet(node::OrderDesk& desk, const QList<shop::Order>& orders, Theme& theme, QWidget* parent);
    void begin(const QHash<OrderId, QString>& typed); ///< numbers that were typed before
    OrderShipModel& model() { return m_model; }
    void ship();
    void reject() override;

Q_SIGNALS:
    void shipped(const zg::shop::Order& order);
    void settled(int shipped, int refused);              ///< a round is over; the sheet closes when nothing is left
    void left(const QHash<zg::OrderId, QString>& typed); ///< it closed; numbers that were not shipped, empty ones too

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QList<ShipRow> ready() const;
    void pasteNumbers();
    void showState();

    node::OrderDesk& m_desk;
    OrderShipModel m_model;
    QLabel* m_help;
    TableView* m_table;
    ProgressStrip* m_progress;
    QPushButton *m_paste, *m_ship, *m_close;
    QPointer<Batch> m_batch;
};

} // namespace zg::ui
