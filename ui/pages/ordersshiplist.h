// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/desk.h"
#include "ui/models/shiplist.h"

#include <QPointer>

namespace zg::ui {

class Batch;

/// A carrier's list on its way into the store: each row is looked up, then those that can be are shipped.
/// Thread: main.
class OrdersShipList final : public QObject
{
    Q_OBJECT

public:
    enum class State : quint8 { Empty, Checking, Checked, Shipping, Done };
    OrdersShipList(node::OrderDesk& desk, QObject* parent = nullptr);
    bool check(const QString& text); ///< the dry run; false when there are too many rows, or none
    void ship();
    void cancel(); ///< what is done stays done, and the rows say so
    State state() const { return m_state; }
    ShipListModel& model() { return m_model; }
    QString problem() const { return m_problem; } ///< why check() said no

Q_SIGNALS:
    void stateChanged();
    void advanced(int done, int total);
    void shipped(const zg::shop::Order& order);

private:
    void enter(State state);
    void checked(ShipLine& line, const Result<shop::Page<shop::Order>>& page);

    node::OrderDesk& m_desk;
    ShipListModel m_model;
    State m_state = State::Empty;
    QString m_problem;
    QPointer<Batch> m_batch;
};

} // namespace zg::ui
