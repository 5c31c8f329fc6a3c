// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/desk.h"
#include "ui/models/packingorder.h"
#include "ui/widgets/banner.h"

#include <QSet>

namespace zg::ui {

class WindowState;

/// The work at a packing table: takes what is scanned, gives one order after the other. It outlives its window, so
/// that what was picked is there again when somebody comes back.
/// Thread: main.
class PackingSession final : public QObject
{
    Q_OBJECT

public:
    enum class Stage : quint8 {
        Loading,
        Failed, ///< the list of orders could not be read
        Empty,  ///< nothing waits
        Picking,
        Tracking, ///< all is picked: its tracking number, then it is shipped
        Shipping,
        Lost, ///< somebody else has dealt with it meanwhile
    };
    /// What is said about the last scan: a word for the quick look, a sentence, and what a person who asks may copy.
    struct Message
    {
        Tone tone = Tone::Info;
        QString word, text, details;
        bool operator==(const Message&) const = default;
    };

    PackingSession(node::OrderDesk& desk, WindowState& state, QObject* parent);
    void begin();                   ///< at the table again: goes on with the order that is open
    void scan(const QString& text); ///< what a scanner or a person typed, without its Enter
    void undo();
    void skip();
    void poll(); ///< every few seconds: what became of the order, what new ones there are

    Stage stage() const { return m_stage; }
    const PackingOrder& current() const { return m_current; }
    const Message& message() const { return m_message; }
    const Error& error() const { return m_error; }  ///< of Failed
    qint64 packedToday() const { return m_packed; } ///< here, at this desk
    qint64 waiting() const { return m_waiting; }    ///< in the whole store; -1 while nobody knows
    int skipped() const { return int(m_skipped.size()); }

Q_SIGNALS:
    void changed();
    void said();                                     ///< message() is about what was just scanned
    void kept(const QString& text);                  ///< what was scanned and not done: Enter tries again
    void orderChanged(const zg::shop::Order& order); ///< shipped here, or found to be changed

private:
    void enter(Stage stage);
    void say(Tone tone, const QString& word, const QString& text, const QString& details = {});
    void next();
    void refill(OrderId after);
    void open(const shop::Order& order);
    void park();
    void settle(); ///< Picking, or Tracking when all is picked
    void openNumber(const QString& number);
    void pick(const QString& text);
    void ship(const QString& trackingNo);
    void shipped(const shop::Order& order);
    void refused(const QString& trackingNo, const Error& error);
    void lose(const shop::Order& order);
    void askCounts();
    void countPacked();
    void takeEarly();
    bool isOpen() const { return m_stage == Stage::Picking || m_stage == Stage::Tracking; }
    QString wanted() const; ///< what is to be scanned next

    node::OrderDesk& m_desk;
    WindowState& m_state;
    Stage m_stage = Stage::Loading;
    Message m_message;
    Error m_error;
    PackingOrder m_current;
    QList<shop::Order> m_queue;
    QHash<OrderId, PackingOrder> m_parked; // orders with picked pieces that are not open now
    QList<OrderId> m_skipped;
    QSet<OrderId> m_done;           // shipped here: a list that was asked for before may still hold them
    QHash<QString, QString> m_sent; // tracking number → order number, of this session
    QString m_doubted;              // a tracking number that went with another order: once more means it
    QStringList m_early;            // scanned while the store was answering
    quint64 m_question = 0;
    int m_polls = 0;
    bool m_isPolling = false;
    bool m_isCounting = false;
    qint64 m_packed = 0;
    qint64 m_waiting = -1;
};

} // namespace zg::ui
