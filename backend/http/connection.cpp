// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/connection.h"

#include "http/trustedproxies.h"

#include <cerrno>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace zg::http {

namespace {
constexpr int requestsATurn = 32; // pipelined by one client, or reads of what it sends, before others get theirs

qint64 nowNs()
{
    return std::chrono::steady_clock::now().time_since_epoch().count();
}
} // namespace

Connection::Connection(IoThread& thread, NewSocket socket)
    : m_thread(thread)
    , m_socket(socket)
{
}

Connection::~Connection()
{
    if (!m_closed)
        ::close(m_socket.descriptor);
}

void Connection::begin()
{
    m_self = shared_from_this();
    if (m_socket.tls)
        m_ssl = m_thread.shared().tls->accept(m_socket.descriptor);
    setPhase(Phase::Idle);
    // Edge-triggered, once and for all: no system call for interest changes.
    if ((m_socket.tls && !m_ssl) ||
        !m_thread.watch(m_socket.descriptor, this, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET)) {
        close();
        return;
    }
    const auto keep = m_self;
    receive();
}

void Connection::setPhase(Phase phase)
{
    if (m_phase == phase)
        return;
    if (m_phase == Phase::Sending || phase == Phase::Sending)
        m_thread.countSending(phase == Phase::Sending ? 1 : -1);
    if (m_phase != Phase::None)
        m_thread.unlink(*this);
    m_phase = phase;
    m_phaseSinceNs = nowNs();
    if (phase != Phase::None)
        m_thread.link(*this, phase);
}

void Connection::onEvents(quint32 events)
{
    if (m_closed)
        return;
    const auto keep = m_self;
    if (events & (EPOLLERR | EPOLLHUP)) {
        close();
        return;
    }
    if (m_ssl || (events & (EPOLLIN | EPOLLRDHUP))) // TLS may have to write before it can read on
        m_readable = true;
    if (!m_out.isEmpty() && (events & (EPOLLOUT | EPOLLIN))) {
        if (!flush())
            return;
        afterWrite();
    }
    if (!m_closed && m_readable)
        receive();
}

/// Reads and serves until the socket is empty, a request is under way, or the output is blocked.
void Connection::receive()
{
    int turns = 0;
    while (!m_closed && m_readable && !m_waiting && !m_yielded && m_out.isEmpty() &&
           m_pending.size() <= m_thread.settings().headBytes) {
        qsizetype got = 0;
        if (m_ssl) {
            ERR_clear_error();
            got = SSL_read(m_ssl.get(), m_thread.scratch(), int(m_thread.scratchSize()));
            if (got <= 0) {
                const int reason = SSL_get_error(m_ssl.get(), int(got));
                got = reason == SSL_ERROR_WANT_READ || reason == SSL_ERROR_WANT_WRITE ? -1 : 0;
                errno = EAGAIN;
            }
        } else {
            got = ::recv(m_socket.descriptor, m_thread.scratch(), size_t(m_thread.scratchSize()), 0);
        }
        if (got < 0) {
            if (errno == EINTR)
                continue;
            m_readable = false;
            if (errno != EAGAIN)
                close();
            return;
        }
        if (got == 0) {
            close();
            return;
        }
        if (++turns > requestsATurn)
            yield();
        if (m_phase == Phase::Lingering) // the refusal has been sent; what still arrives is not wanted
            continue;
        const QByteArrayView data(m_thread.scratch(), got);
        if (m_pending.isEmpty()) {
            const qsizetype used = process(data);
            if (!m_closed && used < got)
                m_pending = data.sliced(used).toByteArray();
        } else {
            m_pending.append(data);
            resume();
        }
    }
}

/// Lets the thread's other connections have their turn and comes back through its inbox.
void Connection::yield()
{
    if (m_closed || std::exchange(m_yielded, true))
        return;
    m_thread.call([self = shared_from_this()] {
        self->m_yielded = false;
        self->resume();
        self->receive();
    });
}

void Connection::releaseHeld()
{
    m_thread.holdBytes(-std::exchange(m_held, 0));
}

/// Goes on with what was read before, after an answer or with more of it.
void Connection::resume()
{
    if (m_pending.isEmpty() || m_closed || m_waiting || m_yielded || !m_out.isEmpty())
        return;
    const QByteArray pending = std::exchange(m_pending, {});
    const qsizetype used = process(pending);
    if (!m_closed && used < pending.size())
        m_pending = used == 0 ? pending : pending.sliced(used);
}

qsizetype Connection::process(QByteArrayView data)
{
    m_processing = true;
    qsizetype used = 0;
    int served = 0;
    while (!m_closed && !m_waiting && !m_closeAfterWrite && m_out.isEmpty() && used < data.size() &&
           served < requestsATurn) {
        const qsizetype took = takeRequest(data.sliced(used));
        if (took == 0)
            break;
        used += took;
        ++served;
    }
    m_processing = false;
    if (m_closeAfterWrite)
        return data.size(); // nothing after a refusal is served
    if (served == requestsATurn && used < data.size() && !m_waiting && m_out.isEmpty())
        yield();
    if (!m_closed && !m_waiting && m_out.isEmpty())
        setPhase(used < data.size() || m_request ? Phase::Reading : Phase::Idle);
    return used;
}

qsizetype Connection::takeRequest(QByteArrayView data)
{
    if (m_request)
        return takeBody(data);
    if (data.front() == '\r' || data.front() == '\n') { // RFC 9112 2.2: an empty line before a request is let pass
        if (data.front() == '\r' && data.size() == 1)
            return 0;
        if (data.front() == '\r' && data[1] != '\n') {
            refuseMalformed();
            return data.size();
        }
        return data.front() == '\r' ? 2 : 1;
    }
    return takeHead(data);
}

qsizetype Connection::takeHead(QByteArrayView data)
{
    auto request = std::make_shared<Request>();
    const auto [error, head] = parseHead(data, m_thread.settings().headBytes, m_scanned, *request);
    if (error == HeadError::NeedMore)
        return 0;
    m_scanned = 0;
    if (error == HeadError::TooLarge) {
        m_request = std::make_shared<Request>();
        readHints(data, *m_request);
        refuse(Error{ErrorCode::HeadersTooLarge});
        return data.size();
    }
    if (error == HeadError::Malformed) {
        refuseMalformed(data);
        return data.size();
    }
    m_request = std::move(request);
    if (head.contentLength > m_thread.settings().bodyBytes) {
        refuse(Error{ErrorCode::BodyTooLarge});
        return data.size();
    }
    // One buffer for head and body, never grown, since the views point into it.
    const qsizetype whole = head.bytes + qsizetype(head.contentLength);
    const qsizetype here = qMin(whole, data.size());
    m_request->storage.reserve(whole);
    m_request->storage.append(data.first(here));
    rebase(*m_request, data.data(), m_request->storage.constData());
    if (head.chunked) {
        m_chunks = std::make_unique<ChunkDecoder>(m_thread.settings().bodyBytes);
    } else if (here == whole) {
        m_request->body = QByteArrayView(m_request->storage).sliced(head.bytes);
        dispatch();
        return here;
    } else {
        m_bodyLeft = whole - here;
        m_held = head.contentLength; // all of it: it is memory once it has arrived
        if (!m_thread.holdBytes(m_held)) {
            m_held = m_bodyLeft = 0;
            m_thread.shared().shed.fetch_add(1, std::memory_order_relaxed);
            refuse(Error::retry(ErrorCode::Overloaded, 1));
            return data.size();
        }
        m_request->body = QByteArrayView(m_request->storage.constData() + head.bytes, qsizetype(head.contentLength));
    }
    if (head.expectsContinue && here == head.bytes && !m_request->http10)
        sendInterim();
    return here;
}

qsizetype Connection::takeBody(QByteArrayView data)
{
    if (!m_chunks) {
        const auto take = qsizetype(qMin<qint64>(m_bodyLeft, data.size()));
        m_request->storage.append(data.first(take));
        m_bodyLeft -= take;
        if (m_bodyLeft == 0)
            dispatch();
        return take;
    }
    qsizetype used = 0;
    const qsizetype heldBefore = m_chunks->heldBytes();
    const auto state = m_chunks->feed(data, used);
    const qsizetype grown = m_chunks->heldBytes() - heldBefore;
    if (state == ChunkDecoder::State::Malformed || state == ChunkDecoder::State::TooLarge ||
        !m_thread.holdBytes(grown)) {
        m_thread.holdBytes(-heldBefore);
        m_chunks.reset();
        if (state == ChunkDecoder::State::Malformed)
            refuseMalformed();
        else
            refuse(state == ChunkDecoder::State::TooLarge ? Error{ErrorCode::BodyTooLarge}
                                                          : Error::retry(ErrorCode::Overloaded, 1));
        return data.size();
    }
    if (state == ChunkDecoder::State::Done) {
        m_thread.holdBytes(-m_chunks->heldBytes());
        m_request->chunkedBody = m_chunks->takeBody();
        m_request->body = m_request->chunkedBody;
        m_chunks.reset();
        dispatch();
    }
    return used;
}

void Connection::describePeer(Request& request)
{
    // Most requests come from one address again and again: format it once.
    static thread_local std::array<quint8, 16> lastPeer{};
    static thread_local QByteArray lastText;
    if (lastText.isNull() || lastPeer != m_socket.peer) {
        lastPeer = m_socket.peer;
        QHostAddress address(lastPeer.data());
        bool v4 = false;
        const quint32 mapped = address.toIPv4Address(&v4);
        lastText = (v4 ? QHostAddress(mapped) : address).toString().toLatin1();
    }
    request.client = lastText;
    request.secure = m_ssl != nullptr;
    const TrustedProxies& proxies = *m_thread.shared().proxies;
    if (!proxies.isEmpty())
        proxies.apply(request, QHostAddress(QString::fromLatin1(lastText)));
}

std::optional<Error> Connection::overload() const
{
    if (!m_request->path.startsWith("/api/"))
        return std::nullopt;
    if (m_thread.queueStands(m_request->receivedNs))
        return Error::retry(ErrorCode::Overloaded, 1);
    int inFlight = 0;
    for (const IoThread* thread : m_thread.shared().threads)
        inFlight += thread->inFlight();
    if (inFlight > m_thread.settings().maxInFlight)
        return Error::retry(ErrorCode::Overloaded, 1);
    return std::nullopt;
}

/// Of a request that was there whole the thread knows since when; of one that comes in pieces the phase does.
void Connection::noteArrival(Request& request) const
{
    const bool isInPieces = m_phase == Phase::Reading;
    request.trace.arrivedNs = qMin(isInPieces ? m_phaseSinceNs : m_thread.batchStartNs(), request.receivedNs);
    request.trace.wholeNs = isInPieces ? request.receivedNs : request.trace.arrivedNs;
}

void Connection::dispatch()
{
    Request& request = *m_request;
    releaseHeld();
    request.receivedNs = nowNs();
    noteArrival(request);
    if (request.requestId.isEmpty())
        request.requestId = m_thread.newRequestId();
    describePeer(request);
    m_waiting = true;
    m_thread.countInFlight(1);
    setPhase(Phase::Waiting);
    if (const auto error = overload()) {
        request.trace.reason = slug(error->code);
        m_thread.shared().shed.fetch_add(1, std::memory_order_relaxed);
        answer(application().refusal(*error, request.english, request.requestId));
        return;
    }
    m_thread.passThroughLane(*this);
}

void Connection::expire()
{
    const auto keep = m_self;
    if (m_phase == Phase::Reading) {
        if (!m_request) {
            m_request = std::make_shared<Request>();
            readHints(m_pending, *m_request);
        }
        refuse(Error{ErrorCode::RequestTimeout});
        if (!m_closed && m_phase == Phase::Reading)
            linger();
        return;
    }
    close();
}

void Connection::drain()
{
    const auto keep = m_self;
    int unread = 0;
    if (m_phase == Phase::Idle && ioctl(m_socket.descriptor, FIONREAD, &unread) == 0 && unread > 0)
        onEvents(EPOLLIN); // it came in time, and its answer ends the connection
    else
        close();
}

void Connection::close()
{
    if (m_closed)
        return;
    m_closed = true;
    setPhase(Phase::None);
    if (m_answered)
        m_answered->trace.hasLeft = true;
    complete(m_phaseSinceNs);
    if (m_chunks)
        m_thread.holdBytes(-m_chunks->heldBytes());
    releaseHeld();
    m_chunks.reset();
    m_pending = QByteArray();
    m_out = QByteArray();
    m_ssl.reset();
    ::close(m_socket.descriptor);
    m_thread.countConnection(-1);
    if (m_self)
        m_thread.bury(std::move(m_self));
}

} // namespace zg::http
