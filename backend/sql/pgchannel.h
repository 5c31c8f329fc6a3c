// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

typedef struct pg_conn PGconn;

namespace zg::sql {

/// What the programs on one PostgreSQL tell each other: a connection that listens, and says what it is given to say
/// (LISTEN, pg_notify), within one schema. It says its sign of life several times a second, and hears it itself: so
/// being cut off is noticed, also by something in between that passes no messages on. Connects again by itself.
/// Thread: its own, which the listener is called on; send() and isConnected() any.
class PgChannel final
{
public:
    class Listener
    {
    public:
        virtual ~Listener() = default;
        virtual void received(QByteArrayView message) = 0; ///< also this one's own
        /// From now on none is missed; those before, also what was to be sent, may be.
        virtual void connected(bool isFirst) = 0;
        virtual void lost() = 0;   ///< from now on messages are missed
        virtual void ticked() = 0; ///< after each sign of life
    };
    static constexpr std::chrono::milliseconds lifeTime{250}; ///< between two signs of life
    static constexpr qsizetype maxMessage = 7'900;            ///< PostgreSQL takes 7999 bytes

    /// @param url the database's
    /// @param channel the schema is added to it, so that stores in two of them do not hear each other
    /// @param life the sign of life; like each message it is ASCII without quotes and backslashes
    PgChannel(QString url, QByteArray channel, QByteArray life, Listener& listener);
    ~PgChannel();
    Q_DISABLE_COPY_MOVE(PgChannel)

    void start();
    void stop(); ///< what was sent goes out first, if that takes no time; then the listener is not called any more
    /// Says it soon. While it is not connected, or too much waits, it is dropped: then connected() comes (again).
    /// @return it was not dropped
    bool send(QByteArray message);
    bool isConnected() const { return m_connected.load(std::memory_order_acquire); }

private:
    struct Closing
    {
        void operator()(PGconn* handle) const;
    };
    using Handle = std::unique_ptr<PGconn, Closing>;

    void run();
    Result<Handle> dial();
    Result<void> ask(PGconn* handle, const char* text, std::initializer_list<QByteArray> values,
                     QByteArray* answer = nullptr);
    Result<void> listen(PGconn* handle);
    Result<void> serve(PGconn* handle);
    Result<void> say(PGconn* handle, std::vector<QByteArray> messages);
    std::vector<QByteArray> takeOutgoing();
    void hear(PGconn* handle);
    void wait(PGconn* handle, std::chrono::steady_clock::time_point until);

    const QString m_url;
    const QByteArray m_name, m_life;
    Listener& m_listener;
    QByteArray m_channel; // its own thread's, with those that follow
    qint64 m_said = 0, m_heard = 0;
    const int m_wake;
    std::mutex m_mutex; // guards what follows
    std::vector<QByteArray> m_outgoing;
    bool m_takes = false;
    bool m_overflowed = false;
    std::atomic<bool> m_connected{false};
    std::atomic<bool> m_stopping{false};
    std::thread m_thread;
};

} // namespace zg::sql
