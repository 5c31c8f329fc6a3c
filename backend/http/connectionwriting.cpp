// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/connection.h"

#include "core/logging.h"

#include <cerrno>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/uio.h>

namespace zg::http {

// The connection's way out: answers and refusals, what the socket would not take at once, and the end.

namespace {
qint64 nowNs()
{
    return std::chrono::steady_clock::now().time_since_epoch().count();
}
} // namespace

void Connection::answer(Reply reply)
{
    const auto keep = shared_from_this();
    auto request = std::exchange(m_request, nullptr);
    m_waiting = false;
    m_thread.countInFlight(-1);
    if (m_closed) {
        request->trace.hasLeft = true;
        application().completed(*request, nowNs());
        return;
    }
    if (reply.status == 500 && reply.body.isEmpty())
        reply = application().refusal(Error{ErrorCode::Internal}, request->english, request->requestId);
    finish(std::move(reply), std::move(request));
    if (!m_processing && !m_closed) {
        resume();
        if (!m_closed && !m_waiting && m_readable)
            receive();
    }
}

void Connection::finish(Reply reply, std::shared_ptr<Request> answered)
{
    const Request& request = *answered;
    m_answered = std::move(answered);
    if (request.trace.status == 0) { // the gate's own
        request.trace.status = reply.status;
        request.trace.isShed = reply.status == 503;
    }
    const bool keepAlive =
        request.keepAlive && !reply.close && !m_thread.shared().draining.load(std::memory_order_relaxed);
    m_closeAfterWrite = !keepAlive;
    if (lcAccess().isInfoEnabled()) {
        const LogRequest of(request.requestId);
        qCInfo(lcAccess).noquote() << request.client << request.method.toByteArray() << request.path.toByteArray()
                                   << reply.status << reply.body.size() << (nowNs() - request.receivedNs) / 1000 << "us"
                                   << request.requestId;
    }
    const QByteArrayView head = m_thread.replyHead().write(reply, request, keepAlive, m_thread.wallMs());
    write(head, ReplyHead::hasBody(reply, request) ? QByteArrayView(reply.body) : QByteArrayView());
    if (m_out.isEmpty() && !m_closed)
        afterWrite();
}

/// What the gate itself answers; the connection closes after it, since what follows cannot be told from this request.
void Connection::refuse(const Error& error)
{
    auto request = m_request ? std::exchange(m_request, nullptr) : std::make_shared<Request>();
    if (request->requestId.isEmpty())
        request->requestId = m_thread.newRequestId();
    request->receivedNs = nowNs();
    noteArrival(*request);
    request->trace.reason = slug(error.code);
    m_thread.shared().malformed.fetch_add(1, std::memory_order_relaxed);
    Reply reply = application().refusal(error, request->english, request->requestId);
    reply.close = true;
    finish(std::move(reply), std::move(request));
}

void Connection::refuseMalformed(QByteArrayView head)
{
    auto request = std::make_shared<Request>();
    readHints(head, *request);
    if (request->requestId.isEmpty())
        request->requestId = m_thread.newRequestId();
    request->receivedNs = nowNs();
    noteArrival(*request);
    m_request.reset();
    m_thread.shared().malformed.fetch_add(1, std::memory_order_relaxed);
    Reply reply(400, "malformed request\n");
    reply.contentType = "text/plain; charset=utf-8";
    reply.close = true;
    finish(std::move(reply), std::move(request));
}

/// The answer is out, or lost with the connection.
void Connection::complete(qint64 endNs)
{
    if (const auto request = std::exchange(m_answered, nullptr))
        application().completed(*request, endNs);
}

void Connection::sendInterim()
{
    write("HTTP/1.1 100 Continue\r\n\r\n", {});
}

void Connection::write(QByteArrayView head, QByteArrayView body)
{
    if (!m_out.isEmpty()) {
        m_out.append(head).append(body);
        return;
    }
    qsizetype sent = 0;
    if (m_ssl) {
        m_out.reserve(head.size() + body.size());
        m_out.append(head).append(body); // one TLS record where it fits
        if (flush())
            return;
    } else {
        iovec parts[2] = {{const_cast<char*>(head.data()), size_t(head.size())},
                          {const_cast<char*>(body.data()), size_t(body.size())}};
        msghdr message{};
        message.msg_iov = parts;
        message.msg_iovlen = body.isEmpty() ? 1 : 2;
        do {
            sent = ::sendmsg(m_socket.descriptor, &message, MSG_NOSIGNAL);
        } while (sent < 0 && errno == EINTR);
        if (sent == head.size() + body.size())
            return;
        if (sent < 0 && errno != EAGAIN) {
            close();
            return;
        }
        sent = qMax<qsizetype>(sent, 0);
        if (sent < head.size())
            m_out.append(head.sliced(sent)).append(body);
        else
            m_out.append(body.sliced(sent - head.size()));
    }
    if (!m_closed)
        setPhase(Phase::Sending);
}

/// @return how much went out; -1 when the connection is broken
qsizetype Connection::writeSome(QByteArrayView data)
{
    if (m_ssl) {
        ERR_clear_error();
        const int sent = SSL_write(m_ssl.get(), data.data(), int(qMin<qsizetype>(data.size(), 1 << 20)));
        if (sent > 0)
            return sent;
        const int reason = SSL_get_error(m_ssl.get(), sent);
        return reason == SSL_ERROR_WANT_READ || reason == SSL_ERROR_WANT_WRITE ? 0 : -1;
    }
    const qsizetype sent = ::send(m_socket.descriptor, data.data(), size_t(data.size()), MSG_NOSIGNAL);
    if (sent >= 0)
        return sent;
    return errno == EAGAIN || errno == EINTR ? 0 : -1;
}

/// @return true when nothing waits any more
bool Connection::flush()
{
    qsizetype at = 0;
    while (at < m_out.size()) {
        const qsizetype sent = writeSome(QByteArrayView(m_out).sliced(at));
        if (sent < 0) {
            close();
            return false;
        }
        if (sent == 0)
            break;
        at += sent;
        m_phaseSinceNs = nowNs();
        if (m_phase == Phase::Sending) { // the list stays in the order of age
            m_thread.unlink(*this);
            m_thread.link(*this, Phase::Sending);
        }
    }
    if (at == m_out.size()) {
        m_out = QByteArray();
        return true;
    }
    m_out.remove(0, at);
    return false;
}

/// Everything is out: the next request, or the end.
void Connection::afterWrite()
{
    if (m_closeAfterWrite) {
        linger();
        complete(m_phaseSinceNs);
        return;
    }
    if (m_waiting)
        return;
    setPhase(m_request || !m_pending.isEmpty() ? Phase::Reading : Phase::Idle);
    complete(m_phaseSinceNs);
    if (!m_processing && !m_pending.isEmpty())
        resume();
}

/// Closes our half and waits for the client's, so that the kernel does not throw away what it has not read yet.
void Connection::linger()
{
    if (m_closed || m_phase == Phase::Lingering)
        return;
    if (m_ssl)
        SSL_shutdown(m_ssl.get());
    ::shutdown(m_socket.descriptor, SHUT_WR);
    m_pending = QByteArray();
    m_request.reset();
    setPhase(Phase::Lingering);
    if (!m_processing)
        m_thread.call([self = shared_from_this()] { self->receive(); });
}

} // namespace zg::http
