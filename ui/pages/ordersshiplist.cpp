// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/ordersshiplist.h"

#include "ui/answer.h"
#include "ui/errortext.h"
#include "ui/models/ordermodel.h"
#include "ui/widgets/batch.h"

using namespace Qt::StringLiterals;

namespace zg::ui {

using Kind = ShipLine::Kind;
using shop::Order;
using shop::OrderStatus;

OrdersShipList::OrdersShipList(node::OrderDesk& desk, QObject* parent)
    : QObject(parent)
    , m_desk(desk)
{
}

void OrdersShipList::enter(State state)
{
    m_state = state;
    Q_EMIT stateChanged();
}

bool OrdersShipList::check(const QString& text)
{
    const QList<ShipLine> lines = readShipLines(text);
    m_problem.clear();
    if (lines.isEmpty())
        m_problem = tr("There are no rows. Each needs an order number and, behind it, a tracking number.");
    else if (lines.size() > ShipListModel::mostLines)
        m_problem =
            tr("%1 rows are too many for one go: take at most %2.").arg(lines.size()).arg(ShipListModel::mostLines);
    if (!m_problem.isEmpty()) {
        enter(State::Empty);
        return false;
    }
    m_model.assign(lines);
    QList<ShipLine> wanted;
    for (const ShipLine& line : lines)
        if (line.kind == Kind::Unchecked)
            wanted += line;
    m_batch = new Batch(
        int(wanted.size()),
        [this, wanted](int at, const Batch::Done& done) {
            shop::OrderFilter filter;
            filter.orderNo = wanted.at(at).orderNo;
            whenAnswered(m_desk.list(filter, {}, 1), this,
                         [this, row = wanted.at(at), done](const Result<shop::Page<Order>>& page) {
                             ShipLine line = row;
                             checked(line, page);
                             m_model.replace(line);
                             done(page ? std::nullopt : std::optional(page.error()));
                         });
        },
        this);
    connect(m_batch, &Batch::advanced, this, &OrdersShipList::advanced);
    connect(m_batch, &Batch::finished, this, [this] {
        m_batch = nullptr;
        enter(State::Checked);
    });
    enter(State::Checking);
    m_batch->start();
    return true;
}

void OrdersShipList::checked(ShipLine& line, const Result<shop::Page<Order>>& page)
{
    line.kind = Kind::Wrong;
    if (!page) {
        line.note = errorText(page.error());
        return;
    }
    if (page->items.isEmpty()) {
        line.note = tr("There is no such order");
        return;
    }
    const Order& order = page->items.first();
    line.id = order.id;
    line.recipient = order.address ? order.address->name : customerText(order);
    const bool isOut = order.status == OrderStatus::Shipped || order.status == OrderStatus::Completed;
    if (order.status == OrderStatus::Paid) {
        line.kind = Kind::Ready; // a note about its parcel stays
    } else if (isOut && order.trackingNo == line.trackingNo) {
        line.kind = Kind::Same;
        line.note.clear();
    } else if (isOut) {
        line.note = tr("shipped with another number, %1").arg(order.trackingNo);
    } else {
        line.note = tr("does not wait to be shipped (%1)").arg(statusText(order.status));
    }
}

void OrdersShipList::ship()
{
    QList<ShipLine> ready;
    for (const ShipLine& line : m_model.rows())
        if (line.kind == Kind::Ready || line.kind == Kind::Failed)
            ready += line;
    if (ready.isEmpty() || m_batch)
        return;
    m_batch = new Batch(
        int(ready.size()),
        [this, ready](int at, const Batch::Done& done) {
            const ShipLine row = ready.at(at);
            whenAnswered(m_desk.ship(row.id, row.trackingNo), this, [this, row, done](const Result<Order>& answer) {
                ShipLine line = row;
                line.kind = answer ? Kind::Shipped : Kind::Failed;
                line.note = answer ? QString() : errorText(answer.error());
                m_model.replace(line);
                if (answer)
                    Q_EMIT shipped(*answer);
                done(answer ? std::nullopt : std::optional(answer.error()));
            });
        },
        this);
    connect(m_batch, &Batch::advanced, this, &OrdersShipList::advanced);
    connect(m_batch, &Batch::finished, this, [this] {
        m_batch = nullptr;
        enter(State::Done);
    });
    enter(State::Shipping);
    m_batch->start();
}

void OrdersShipList::cancel()
{
    if (m_batch)
        m_batch->cancel();
}

} // namespace zg::ui
