// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/lane.h"

#include <QTcpServer>

#include <fcntl.h>
#include <unistd.h>

namespace zg::http {

namespace {
/// Gives QtHttpServer its one "connection"; never listens itself, the gate accepts.
class LaneListener final : public QTcpServer
{
public:
    explicit LaneListener(QTcpSocket* socket)
        : m_socket(socket)
    {
    }
    bool hasPendingConnections() const override { return m_socket != nullptr; }
    QTcpSocket* nextPendingConnection() override { return std::exchange(m_socket, nullptr); }

private:
    QTcpSocket* m_socket;
};
} // namespace

LaneSocket::LaneSocket(QObject* parent)
    : QTcpSocket(parent)
{
    setOpenMode(QIODevice::ReadWrite);
    setSocketState(QAbstractSocket::ConnectedState);
}

void LaneSocket::feed(QByteArrayView head)
{
    m_head.resize(0);
    m_head.append(head);
    m_read = 0;
    Q_EMIT readyRead();
}

qint64 LaneSocket::readData(char* data, qint64 size)
{
    const qint64 take = qMin(size, m_head.size() - m_read);
    if (take <= 0)
        return 0;
    memcpy(data, m_head.constData() + m_read, size_t(take));
    m_read += take;
    return take;
}

Lane::Lane(Handler handler, int listening)
    : m_handler(std::move(handler))
{
    m_socket = new LaneSocket(nullptr);
    auto* listener = new LaneListener(m_socket);
    if (const int copy = ::fcntl(listening, F_DUPFD_CLOEXEC, 0); copy >= 0 && !listener->setSocketDescriptor(copy))
        ::close(copy);
    bind(listener);
    listener->close();
    Q_EMIT listener->newConnection();
    m_socket->setParent(listener);
}

void Lane::pass(const Request& request)
{
    // QtHttpServer reads byte by byte, so it is told the method and the path and nothing else; a path that is long is
    // no route of anybody's, and is not worth its time.
    constexpr qsizetype longestRoute = 128;
    m_head.resize(0);
    m_head.append(request.verb == Verb::Other ? QByteArrayView("GET") : request.method).append(' ');
    m_head.append(request.path.size() > longestRoute ? QByteArrayView("/") : request.path).append(" HTTP/1.1\r\n\r\n");
    m_handled = false;
    m_socket->feed(m_head);
    if (!m_handled) // it did not like the path; the gate has checked it, so the application shall answer
        m_handler();
}

bool Lane::handleRequest(const QHttpServerRequest&, QTcpSocket*)
{
    m_handled = true;
    m_handler();
    return true;
}

} // namespace zg::http
