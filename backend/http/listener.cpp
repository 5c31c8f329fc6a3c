// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/listener.h"

#include "core/logging.h"

#include <QHostAddress>
#include <QHostInfo>

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace zg::http {

namespace {
constexpr int backlog = 4096;    // a crowd's connections wait in the kernel rather than being turned away
constexpr int acceptsATurn = 64; // so that a flood of connections does not starve requests

union SocketAddress {
    sockaddr any;
    sockaddr_in v4;
    sockaddr_in6 v6;
};

Error failed(const QString& host, quint16 port, int error)
{
    QString why;
    switch (error) {
    case EADDRINUSE:
        why = QStringLiteral("the port is taken by another program");
        break;
    case EACCES:
        why = QStringLiteral("this user may not use that port");
        break;
    case EADDRNOTAVAIL:
        why = QStringLiteral("this machine has no such address");
        break;
    default:
        why = QString::fromLocal8Bit(strerror(error));
        break;
    }
    Error failure{ErrorCode::DependencyDown, QStringLiteral("cannot listen on %1:%2: %3").arg(host).arg(port).arg(why)};
    failure.field = QStringLiteral("listen");
    return failure;
}
} // namespace

Result<int> listenOn(const QString& host, quint16& port)
{
    QHostAddress address(host);
    if (address.isNull()) {
        const auto found = QHostInfo::fromName(host).addresses();
        if (found.isEmpty()) {
            Error failure{ErrorCode::DependencyDown, QStringLiteral("cannot listen on %1: no such host").arg(host)};
            failure.field = QStringLiteral("listen");
            return failure;
        }
        address = found.first();
    }
    const bool v6 = address.protocol() != QAbstractSocket::IPv4Protocol;
    SocketAddress bound{};
    socklen_t size = 0;
    if (v6) {
        const Q_IPV6ADDR raw = address.toIPv6Address();
        bound.v6.sin6_family = AF_INET6;
        bound.v6.sin6_port = htons(port);
        memcpy(&bound.v6.sin6_addr, &raw, sizeof raw);
        size = sizeof bound.v6;
    } else {
        bound.v4.sin_family = AF_INET;
        bound.v4.sin_port = htons(port);
        bound.v4.sin_addr.s_addr = htonl(address.toIPv4Address());
        size = sizeof bound.v4;
    }
    const int descriptor = socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0)
        return failed(host, port, errno);
    // SO_REUSEADDR so that a restart need not wait; not SO_REUSEPORT, with which a second node would take half of the
    // first one's shoppers instead of being told that the port is taken.
    const int one = 1;
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (::bind(descriptor, &bound.any, size) != 0 || ::listen(descriptor, backlog) != 0) {
        const int error = errno;
        ::close(descriptor);
        return failed(host, port, error);
    }
    getsockname(descriptor, &bound.any, &size);
    port = ntohs(v6 ? bound.v6.sin6_port : bound.v4.sin_port);
    return descriptor;
}

Listener::Listener(IoThread& thread, ListenerSpec spec)
    : m_thread(thread)
    , m_spec(spec)
    , m_spare(::open("/dev/null", O_RDONLY | O_CLOEXEC))
{
    listen();
}

bool Listener::listen()
{
    return m_thread.watch(m_spec.descriptor, this, EPOLLIN | EPOLLEXCLUSIVE);
}

Listener::~Listener()
{
    if (m_spare >= 0)
        ::close(m_spare);
}

void Listener::onEvents(quint32)
{
    for (int i = 0; i < acceptsATurn; ++i) {
        SocketAddress peer{};
        socklen_t size = sizeof peer;
        const int descriptor = accept4(m_spec.descriptor, &peer.any, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (descriptor < 0) {
            if (errno == EMFILE || errno == ENFILE)
                giveUpOne();
            else if (errno == ECONNABORTED || errno == EINTR)
                continue;
            return;
        }
        const int one = 1;
        setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        NewSocket socket;
        socket.descriptor = descriptor;
        socket.application = m_spec.application;
        socket.tls = m_spec.tls;
        if (peer.any.sa_family == AF_INET6) {
            memcpy(socket.peer.data(), &peer.v6.sin6_addr, 16);
        } else {
            socket.peer[10] = socket.peer[11] = 0xff;
            memcpy(socket.peer.data() + 12, &peer.v4.sin_addr, 4);
        }
        place(socket);
    }
}

void Listener::place(NewSocket socket)
{
    auto& shared = m_thread.shared();
    shared.accepted.fetch_add(1, std::memory_order_relaxed);
    if (shared.connections.load(std::memory_order_relaxed) >= m_thread.settings().maxConnections) {
        shared.refusedConnections.fetch_add(1, std::memory_order_relaxed);
        turnAway(socket);
        ::close(socket.descriptor);
        return;
    }
    IoThread* least = &m_thread;
    for (IoThread* thread : shared.threads) {
        if (thread->connections() < least->connections())
            least = thread;
    }
    shared.connections.fetch_add(1, std::memory_order_relaxed);
    least->adopt(socket);
}

/// Says why before it closes; over TLS there is nobody to say it to yet.
void Listener::turnAway(const NewSocket& socket)
{
    if (socket.tls)
        return;
    Request request;
    request.requestId = m_thread.newRequestId();
    const Reply reply =
        socket.application->refusal(Error::retry(ErrorCode::Overloaded, 1), request.english, request.requestId);
    const QByteArray answer = m_thread.replyHead().write(reply, request, false, m_thread.wallMs()) + reply.body;
    // A fresh socket's buffer takes it whole, or the client is gone.
    ::send(socket.descriptor, answer.constData(), size_t(answer.size()), MSG_NOSIGNAL | MSG_DONTWAIT);
}

void Listener::giveUpOne()
{
    if (m_givenUp++ == 0)
        qCWarning(lcHttp, "out of file descriptors: connections are refused; raise the limit of open files");
    m_thread.shared().refusedConnections.fetch_add(1, std::memory_order_relaxed);
    if (m_spare >= 0) {
        ::close(m_spare);
        const int refused = accept4(m_spec.descriptor, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (refused >= 0)
            ::close(refused);
    }
    m_spare = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (m_spare < 0) {
        m_isPaused = true; // the socket stays readable: looking at it again at once would take the whole thread
        m_thread.unwatch(m_spec.descriptor);
    }
}

void Listener::tick()
{
    if (m_givenUp > 1)
        qCWarning(lcHttp, "out of file descriptors: %lld more connections were refused", m_givenUp - 1);
    m_givenUp = 0;
    if (m_spare < 0)
        m_spare = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (m_spare >= 0 && m_isPaused)
        m_isPaused = !listen();
}

} // namespace zg::http
