// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/request.h"

#include <QAbstractHttpServer>
#include <QTcpSocket>

#include <functional>

namespace zg::http {

/// The one socket that an I/O thread's QtHttpServer sees: it is fed with the clean, short heads of requests that the
/// gate has already read whole. One lane serves all the thread's connections, since QtHttpServer takes a request off
/// its socket in one synchronous call; so a connection costs no QTcpSocket, and an idle one next to nothing. Thread:
/// one I/O thread.
class LaneSocket final : public QTcpSocket
{
public:
    explicit LaneSocket(QObject* parent);
    /// Makes `head` readable and tells QtHttpServer so; it has been taken when this returns.
    void feed(QByteArrayView head);

    qint64 bytesAvailable() const override { return m_head.size() - m_read + QIODevice::bytesAvailable(); }
    bool isSequential() const override { return true; }

protected:
    qint64 readData(char* data, qint64 size) override;
    qint64 writeData(const char*, qint64 size) override { return size; }

private:
    QByteArray m_head;
    qint64 m_read = 0;
};

/// QtHttpServer for one I/O thread: parses what the lane gives and hands it on.
/// Thread: one I/O thread.
class Lane final : public QAbstractHttpServer
{
public:
    using Handler = std::function<void()>;
    /// @param listening a listening descriptor: QtHttpServer takes only a server that listens; it is not kept
    Lane(Handler handler, int listening);

    /// Passes one request through QtHttpServer; the handler is called before this returns.
    void pass(const Request& request);

protected:
    bool handleRequest(const QHttpServerRequest& request, QTcpSocket* socket) override;
    void missingHandler(const QHttpServerRequest&, QTcpSocket*) override {}

private:
    LaneSocket* m_socket = nullptr;
    Handler m_handler;
    QByteArray m_head;
    bool m_handled = false;
};

} // namespace zg::http
