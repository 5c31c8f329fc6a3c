// SPDX-License-Identifier: GPL-3.0-or-later
// Which order comes next at the packing table, and how many there are.
#include "ui/pages/packingsession.h"

#include "ui/answer.h"
#include "ui/shell/windowstate.h"

#include <QDate>

using namespace Qt::StringLiterals;

namespace zg::ui {

using shop::Order;
using shop::OrderStatus;

namespace {

constexpr int askAtOnce = 50;
constexpr int countingPolls = 5; // counting walks every order of the store

} // namespace

PackingSession::PackingSession(node::OrderDesk& desk, WindowState& state, QObject* parent)
    : QObject(parent)
    , m_desk(desk)
    , m_state(state)
{
}

void PackingSession::begin()
{
    const bool isToday = m_state.value(u"packing/day"_s).toDate() == QDate::currentDate();
    m_packed = isToday ? m_state.value(u"packing/packed"_s).toLongLong() : 0;
    askCounts();
    if (!isOpen() && m_stage != Stage::Shipping) {
        m_message = {};
        next();
        return;
    }
    say(Tone::Info, tr("Next"), wanted());
    poll();
}

void PackingSession::enter(Stage stage)
{
    m_stage = stage;
    Q_EMIT changed();
}

void PackingSession::say(Tone tone, const QString& word, const QString& text, const QString& details)
{
    m_message = {tone, word, text, details};
    Q_EMIT changed();
    Q_EMIT said();
}

QString PackingSession::wanted() const
{
    switch (m_stage) {
    case Stage::Picking:
        return tr("Scan the products: %n piece(s) missing.", nullptr,
                  int(m_current.pieces() - m_current.pickedPieces()));
    case Stage::Tracking:
        return tr("Scan the tracking number.");
    case Stage::Lost:
        return tr("Press Enter for the next order.");
    case Stage::Empty:
    case Stage::Failed:
        return tr("Press Enter to look again, or scan an order number.");
    case Stage::Loading:
    case Stage::Shipping:
        break;
    }
    return {};
}

void PackingSession::settle()
{
    enter(m_current.isComplete() ? Stage::Tracking : Stage::Picking);
}

/// What is picked of the open order waits for it to come again.
void PackingSession::park()
{
    if (m_current.isSet() && m_current.pickedPieces() > 0)
        m_parked.insert(m_current.id(), m_current);
    m_current = {};
}

void PackingSession::open(const Order& order)
{
    m_queue.removeIf([&](const Order& each) { return each.id == order.id; });
    m_skipped.removeAll(order.id);
    m_current = m_parked.contains(order.id) ? m_parked.take(order.id) : PackingOrder(order);
    m_current.take(order);
    m_doubted.clear();
    settle();
    poll(); // the list may be minutes old
}

void PackingSession::next()
{
    m_current = {};
    while (!m_queue.isEmpty()) {
        const Order order = m_queue.takeFirst();
        if (m_done.contains(order.id) || m_skipped.contains(order.id))
            continue;
        open(order);
        takeEarly();
        return;
    }
    if (m_stage != Stage::Empty && m_stage != Stage::Failed)
        enter(Stage::Loading); // those two stay as they are until something comes
    refill({});
}

/// From the oldest on: what was paid late stands in the middle.
void PackingSession::refill(OrderId after)
{
    const quint64 question = ++m_question;
    whenAnswered(m_desk.toShip(after, askAtOnce), this, [=, this](const Result<QList<Order>>& orders) {
        if (question != m_question)
            return;
        if (!orders) {
            m_error = orders.error();
            m_early.clear();
            enter(Stage::Failed);
            return;
        }
        for (const Order& order : *orders)
            if (!m_done.contains(order.id) && !m_skipped.contains(order.id))
                m_queue.append(order);
        if (m_queue.isEmpty() && orders->size() == askAtOnce) {
            refill(orders->last().id);
            return;
        }
        if (m_queue.isEmpty() && !m_skipped.isEmpty()) {
            m_skipped.clear(); // there are no others: they come again
            say(Tone::Info, tr("Skipped ones"), tr("Only orders that were skipped are left."));
            refill({});
            return;
        }
        if (m_queue.isEmpty()) {
            m_early.clear();
            askCounts();
            enter(Stage::Empty);
            return;
        }
        next();
    });
}

/// The scanner is quicker than the store: what came meanwhile is taken now.
void PackingSession::takeEarly()
{
    while (!m_early.isEmpty() && m_stage != Stage::Loading && m_stage != Stage::Shipping) {
        const QString text = m_early.takeFirst();
        scan(text);
        if (m_message.tone == Tone::Bad)
            m_early.clear(); // what comes after a mistake was not meant for now
    }
}

void PackingSession::poll()
{
    if (++m_polls % countingPolls == 0)
        askCounts();
    if (m_stage == Stage::Empty || m_stage == Stage::Failed) {
        next();
        return;
    }
    if (!isOpen() || m_isPolling)
        return;
    m_isPolling = true;
    whenAnswered(m_desk.find(m_current.id()), this, [this, id = m_current.id()](const Result<Order>& order) {
        m_isPolling = false;
        if (!isOpen())
            return; // the answer to what goes on now tells
        if (m_current.id() != id)
            poll(); // another one was opened meanwhile
        else if (order && order->status != OrderStatus::Paid)
            lose(*order);
        else if (order && order->version > m_current.order().version) {
            m_current.take(*order);
            Q_EMIT changed();
        }
    });
}

void PackingSession::askCounts()
{
    if (std::exchange(m_isCounting, true))
        return;
    whenAnswered(m_desk.counts(), this, [this](const Result<std::array<qint64, shop::orderStatusCount>>& counts) {
        m_isCounting = false;
        if (!counts)
            return; // the figure stays; what is asked next says what is wrong
        m_waiting = counts->at(size_t(OrderStatus::Paid));
        Q_EMIT changed();
    });
}

void PackingSession::countPacked()
{
    const QDate today = QDate::currentDate();
    if (m_state.value(u"packing/day"_s).toDate() != today)
        m_packed = 0; // past midnight
    ++m_packed;
    m_waiting = qMax<qint64>(0, m_waiting - 1);
    m_state.setValue(u"packing/day"_s, today);
    m_state.setValue(u"packing/packed"_s, m_packed);
    askCounts();
}

} // namespace zg::ui
