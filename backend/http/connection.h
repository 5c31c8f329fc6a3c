// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/chunkdecoder.h"
#include "http/iothread.h"
#include "http/reply.h"
#include "http/requestparser.h"
#include "http/respondertarget.h"
#include "http/tlscontext.h"

#include <QHostAddress>

#include <memory>
#include <optional>

namespace zg::http {

/// One client's connection behind the gate: reads whole requests, one at a time, refuses what is malformed, too big or
/// too slow, and sends each answer with one system call. Holds no buffer while it is idle.
/// Thread: one I/O thread, from accept to close.
class Connection final : public EpollHandler, public Responder::Target, public std::enable_shared_from_this<Connection>
{
public:
    Connection(IoThread& thread, NewSocket socket);
    ~Connection() override;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void begin(); ///< registers with the thread and reads what is there already
    void onEvents(quint32 events) override;
    void answer(Reply reply) override;

    Application& application() const { return *m_socket.application; }
    const std::shared_ptr<Request>& request() const { return m_request; }
    int descriptor() const { return m_socket.descriptor; }

    void expire(); ///< its time in the present phase is over
    void drain();  ///< closes when nothing is under way, else after the answer
    void close();

private:
    friend class IoThread;
    void receive();
    void resume();
    void yield();
    void releaseHeld();
    qsizetype process(QByteArrayView data);
    qsizetype takeRequest(QByteArrayView data);
    qsizetype takeHead(QByteArrayView data);
    qsizetype takeBody(QByteArrayView data);
    void dispatch();
    std::optional<Error> overload() const;
    void refuse(const Error& error);
    void refuseMalformed(QByteArrayView head = {});
    void sendInterim();
    void finish(Reply reply, std::shared_ptr<Request> request);
    void complete(qint64 endNs);
    void noteArrival(Request& request) const;
    void write(QByteArrayView head, QByteArrayView body);
    qsizetype writeSome(QByteArrayView data);
    bool flush();
    void afterWrite();
    void linger();
    void setPhase(Phase phase);
    void describePeer(Request& request);

    IoThread& m_thread;
    NewSocket m_socket;
    SslPtr m_ssl;
    std::shared_ptr<Request> m_request;  // being read, or under way
    std::shared_ptr<Request> m_answered; // its answer is on its way out
    std::unique_ptr<ChunkDecoder> m_chunks;
    QByteArray m_pending; // read but not taken yet: part of a head, or pipelined requests
    QByteArray m_out;     // what the socket would not take yet
    qsizetype m_scanned = 0;
    qint64 m_bodyLeft = 0;
    qint64 m_held = 0;                  // counted with the thread until the body is whole
    std::shared_ptr<Connection> m_self; // until it is closed
    Connection* m_previous = nullptr;   // in the phase's list
    Connection* m_next = nullptr;
    qint64 m_phaseSinceNs = 0;
    Phase m_phase = Phase::None;
    bool m_waiting = false; // a request is under way
    bool m_processing = false;
    bool m_readable = true;
    bool m_yielded = false; // others have their turn; the inbox brings it back
    bool m_closeAfterWrite = false;
    bool m_closed = false;
};

} // namespace zg::http
