// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/packingsession.h"

#include "ui/answer.h"
#include "ui/errortext.h"
#include "ui/models/ordermodel.h"
#include "ui/shell/windowstate.h"

using namespace Qt::StringLiterals;

namespace zg::ui {

using shop::Order;
using shop::OrderStatus;

namespace {

constexpr qsizetype orderNumberDigits = 18;    // eight of the day, ten and more of the order
constexpr qsizetype shortestTracking = 8;      // carriers' have ten and more; a product's number has fewer
constexpr qint64 highestProduct = 999'999'999; // what is longer is a carrier's or a maker's number
constexpr qsizetype longestTracking = 64;      // the store's column
constexpr qsizetype mostEarly = 20;

bool areDigits(QStringView text)
{
    return !text.isEmpty() && std::all_of(text.cbegin(), text.cend(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

/// Carriers' numbers are digits and letters, some with a dash. Everything else is a slip of the scanner.
bool isTracking(const QString& text)
{
    const auto fits = [](QChar c) {
        return (c >= u'0' && c <= u'9') || (c >= u'A' && c <= u'Z') || (c >= u'a' && c <= u'z') || c == u'-';
    };
    return text.size() >= shortestTracking && text.size() <= longestTracking &&
           std::all_of(text.cbegin(), text.cend(), fits);
}

struct Code
{
    ProductId product;
    qint64 pieces = 1;
};

/// "17", "#17", and "3*17" for three of them.
std::optional<Code> productCode(const QString& text)
{
    Code code;
    QStringView rest = text;
    for (const QChar times : {u'*', u'x', u'X', u'×'}) {
        const qsizetype at = rest.indexOf(times);
        if (at > 0 && areDigits(rest.left(at))) {
            code.pieces = rest.left(at).toLongLong();
            rest = rest.mid(at + 1);
            break;
        }
    }
    if (rest.startsWith(u'#'))
        rest = rest.mid(1);
    if (!areDigits(rest))
        return std::nullopt;
    code.product = ProductId(rest.toLongLong());
    return code;
}

} // namespace

void PackingSession::scan(const QString& typed)
{
    // A Chinese input method types wide digits; a scanner may send blanks.
    const QString text = typed.normalized(QString::NormalizationForm_KC).trimmed();
    if (m_stage == Stage::Shipping || m_stage == Stage::Loading) {
        if (!text.isEmpty() && m_early.size() < mostEarly)
            m_early.append(text);
        return;
    }
    const QString upper = text.toUpper();
    if (upper == u"UNDO"_s)
        undo();
    else if (upper == u"SKIP"_s)
        skip();
    else if (areDigits(text) && text.size() >= orderNumberDigits)
        openNumber(text);
    else if (m_stage == Stage::Lost || m_stage == Stage::Empty || m_stage == Stage::Failed) {
        if (text.isEmpty() || m_stage == Stage::Failed)
            next();
        else
            say(Tone::Bad, tr("No order"), tr("No order is open. %1").arg(wanted()));
    } else if (text.isEmpty())
        say(Tone::Info, tr("Next"), wanted());
    else
        pick(text);
}

void PackingSession::pick(const QString& text)
{
    const auto code = productCode(text);
    const shop::OrderItem* item = code ? m_current.item(code->product) : nullptr;
    if (m_stage == Stage::Tracking && !item) {
        ship(text);
        return;
    }
    if (!item && (!code || code->product.value > highestProduct)) {
        say(Tone::Bad, tr("Not yet"),
            tr("“%1” is no product's number, and pieces are still missing. %2").arg(text, wanted()));
        return;
    }
    switch (m_current.pick(code->product, code->pieces)) {
    case PackingOrder::Pick::NotHere:
        say(Tone::Bad, tr("Wrong item"), tr("Product %1 is not in this order. Put it back.").arg(code->product.value));
        return;
    case PackingOrder::Pick::TooMany:
        say(Tone::Bad, tr("Too many"),
            tr("%1: the order has %2. Put what is too much back.").arg(item->name).arg(item->quantity));
        return;
    case PackingOrder::Pick::Taken:
        break;
    }
    settle();
    if (m_current.isComplete())
        say(Tone::Good, tr("Complete"), wanted());
    else
        say(Tone::Good, tr("Picked"), item->name);
}

void PackingSession::undo()
{
    if (!isOpen())
        return;
    const auto item = m_current.undo();
    settle();
    if (item)
        say(Tone::Info, tr("Undone"), tr("One tick less: %1").arg(m_current.order().items.at(*item).name));
    else
        say(Tone::Info, tr("Nothing to undo"), tr("Nothing of this order is picked. %1").arg(wanted()));
}

void PackingSession::skip()
{
    if (!isOpen())
        return;
    const QString number = m_current.order().orderNo;
    m_skipped.removeAll(m_current.id());
    m_skipped.append(m_current.id());
    park();
    say(Tone::Info, tr("Skipped"), tr("Order %1 comes again after the others.").arg(number));
    next();
}

void PackingSession::openNumber(const QString& number)
{
    if (isOpen() && m_current.order().orderNo == number) {
        say(Tone::Info, tr("Open already"), tr("This is order %1. %2").arg(number, wanted()));
        return;
    }
    shop::OrderFilter filter;
    filter.orderNo = number;
    const Stage before = m_stage;
    enter(Stage::Loading);
    const quint64 question = ++m_question;
    whenAnswered(m_desk.list(filter, {}, 1), this, [=, this](const Result<shop::Page<Order>>& page) {
        if (question != m_question)
            return;
        enter(before);
        if (!page) {
            say(Tone::Bad, tr("Not opened"),
                tr("%1 Order %2 is kept: press Enter to try again.").arg(errorText(page.error()), number),
                page.error().message);
            Q_EMIT kept(number);
        } else if (page->items.isEmpty()) {
            say(Tone::Bad, tr("No such order"), tr("There is no order %1. Scan it again.").arg(number));
        } else if (const Order order = page->items.first(); order.status != OrderStatus::Paid) {
            say(Tone::Bad, tr("Not to be packed"),
                tr("Order %1 does not wait to be shipped: %2.").arg(number, statusText(order.status)));
        } else {
            if (isOpen())
                m_queue.prepend(m_current.order()); // comes next
            park();
            open(order);
            say(Tone::Info, tr("Opened"), wanted());
        }
        takeEarly();
    });
}

void PackingSession::ship(const QString& trackingNo)
{
    if (!isTracking(trackingNo)) {
        say(Tone::Bad, tr("No tracking number"),
            tr("“%1” is no tracking number: those have %2 letters and digits or more. Scan the parcel's label.")
                .arg(trackingNo)
                .arg(shortestTracking));
        return;
    }
    if (const QString other = m_sent.value(trackingNo); !other.isEmpty() && m_doubted != trackingNo) {
        m_doubted = trackingNo;
        say(Tone::Bad, tr("Used already"),
            tr("%1 went with order %2. Scan the right label, or this one once more if both are in one parcel.")
                .arg(trackingNo, other));
        return;
    }
    m_doubted.clear();
    enter(Stage::Shipping);
    const quint64 question = ++m_question;
    whenAnswered(m_desk.ship(m_current.id(), trackingNo), this, [=, this](const Result<Order>& answer) {
        if (question != m_question)
            return;
        if (answer)
            shipped(*answer);
        else
            refused(trackingNo, answer.error());
    });
}

void PackingSession::shipped(const Order& order)
{
    m_sent.insert(order.trackingNo, order.orderNo);
    m_done.insert(order.id);
    m_skipped.removeAll(order.id);
    m_parked.remove(order.id);
    m_current = {};
    countPacked();
    say(Tone::Good, tr("Shipped"), tr("Order %1 with %2").arg(order.orderNo, order.trackingNo));
    Q_EMIT orderChanged(order);
    next();
}

void PackingSession::refused(const QString& trackingNo, const Error& error)
{
    m_early.clear(); // they were meant for the next order
    if (error.code != ErrorCode::IllegalTransition && error.code != ErrorCode::NotFound) {
        enter(Stage::Tracking);
        say(Tone::Bad, tr("Not shipped"),
            tr("%1 What is picked and the tracking number %2 are kept: press Enter to send it again.")
                .arg(errorText(error), trackingNo),
            error.message);
        Q_EMIT kept(trackingNo);
        return;
    }
    // It is not waiting any more: for whom, and since when?
    const quint64 question = ++m_question;
    whenAnswered(m_desk.find(m_current.id()), this, [=, this](const Result<Order>& order) {
        if (question != m_question)
            return;
        if (!order) {
            enter(Stage::Tracking);
            say(Tone::Bad, tr("Not shipped"), errorText(error), error.message);
            Q_EMIT kept(trackingNo);
        } else if (order->status == OrderStatus::Shipped && order->trackingNo == trackingNo) {
            shipped(*order); // the first answer was lost on its way
        } else if (order->status == OrderStatus::Paid) {
            m_current.take(*order);
            enter(Stage::Tracking);
            say(Tone::Bad, tr("Not shipped"), tr("The order was changed meanwhile. Press Enter to send it again."));
            Q_EMIT kept(trackingNo);
        } else {
            lose(*order);
        }
    });
}

void PackingSession::lose(const Order& order)
{
    m_parked.remove(order.id);
    m_skipped.removeAll(order.id);
    m_current.take(order);
    enter(Stage::Lost);
    QString what = tr("It is not there any more.");
    switch (order.status) {
    case OrderStatus::Shipped:
    case OrderStatus::Completed: {
        QString who;
        for (const shop::HistoryEntry& entry : order.history)
            if (entry.to == OrderStatus::Shipped)
                who = entry.userName;
        what = who.isEmpty() ? tr("It was shipped at another desk with %1.").arg(order.trackingNo)
                             : tr("%1 has shipped it at another desk with %2.").arg(who, order.trackingNo);
        break;
    }
    case OrderStatus::Refunding:
        what = tr("The customer wants the money back: it must not be shipped.");
        break;
    case OrderStatus::Refunded:
        what = tr("The money was given back: it must not be shipped.");
        break;
    case OrderStatus::Cancelled:
        what = tr("It was cancelled: it must not be shipped.");
        break;
    case OrderStatus::PendingPayment:
    case OrderStatus::Paid:
        break;
    }
    say(Tone::Bad, tr("Stop"),
        tr("Order %1: %2 Put the goods back, then press Enter for the next order.").arg(order.orderNo, what));
    Q_EMIT orderChanged(order);
    askCounts();
}

} // namespace zg::ui
