// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/wire.h"

#include <hiredis/read.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <unistd.h>

namespace zg::redis {

using namespace Qt::StringLiterals;

namespace {
constexpr size_t chunkBytes = 64 * 1024;
constexpr qsizetype keptBytes = 256 * 1024; // a buffer that grew beyond is given back once it is empty

Error lost(const QString& why)
{
    return Error{ErrorCode::DependencyDown, u"the connection to Redis is lost: "_s + why};
}

Error lostErrno(int number)
{
    return lost(QString::fromLocal8Bit(std::strerror(number)));
}

// hiredis' reader builds our Reply: the root is the wire's own, the items sit in their array's place.
Reply* place(const redisReadTask* task)
{
    if (task->parent)
        return &static_cast<Reply*>(task->parent->obj)->items[size_t(task->idx)];
    auto* root = static_cast<Reply*>(task->privdata);
    *root = Reply();
    return root;
}

void* createString(const redisReadTask* task, char* text, size_t size)
{
    Reply* reply = place(task);
    reply->type = task->type == REDIS_REPLY_STRING   ? Reply::Type::Text
                  : task->type == REDIS_REPLY_STATUS ? Reply::Type::Status
                                                     : Reply::Type::Error;
    reply->text = size ? QByteArray(text, qsizetype(size)) : QByteArray("");
    return reply;
}

void* createArray(const redisReadTask* task, int size)
{
    Reply* reply = place(task);
    reply->type = Reply::Type::Array;
    reply->items.resize(size_t(size));
    return reply;
}

void* createInteger(const redisReadTask* task, long long value)
{
    Reply* reply = place(task);
    reply->type = Reply::Type::Integer;
    reply->integer = value;
    return reply;
}

void* createNil(const redisReadTask* task)
{
    return place(task);
}

void freeNothing(void*) {}

redisReplyObjectFunctions replyFunctions{createString, createArray, createInteger, createNil, freeNothing};
} // namespace

Wire::Wire() = default;

Wire::~Wire()
{
    close();
}

Result<void> Wire::open(const SocketAddress& address)
{
    close();
    const int descriptor = ::socket(address.get()->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0)
        return lostErrno(errno);
    if (address.get()->sa_family != AF_UNIX) {
        const int on = 1;
        ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    if (::connect(descriptor, address.get(), address.size) != 0 && errno != EINPROGRESS) {
        const int error = errno;
        ::close(descriptor);
        return lostErrno(error);
    }
    m_descriptor = descriptor;
    m_reader = redisReaderCreateWithFunctions(&replyFunctions);
    m_reader->privdata = &m_reply;
    return {};
}

void Wire::close()
{
    if (m_descriptor < 0)
        return;
    ::close(m_descriptor);
    m_descriptor = -1;
    redisReaderFree(m_reader);
    m_reader = nullptr;
    m_out.clear();
    m_sent = 0;
}

Result<void> Wire::flush()
{
    while (hasUnsent()) {
        const auto sent = ::send(m_descriptor, m_out.constData() + m_sent, size_t(m_out.size() - m_sent), MSG_NOSIGNAL);
        if (sent < 0) {
            if (errno == EINTR)
                continue;
            if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINPROGRESS || errno == ENOTCONN)
                return {};
            return lostErrno(errno);
        }
        m_sent += sent;
    }
    m_sent = 0;
    if (m_out.capacity() > keptBytes)
        m_out = QByteArray();
    else
        m_out.resize(0); // keeps its memory
    return {};
}

Result<void> Wire::receive()
{
    static thread_local std::array<char, chunkBytes> chunk;
    for (;;) {
        const auto size = ::recv(m_descriptor, chunk.data(), chunk.size(), 0);
        if (size == 0)
            return lost(u"it was closed"_s);
        if (size < 0) {
            if (errno == EINTR)
                continue;
            if (errno == EAGAIN || errno == EWOULDBLOCK)
                return {};
            return lostErrno(errno);
        }
        if (redisReaderFeed(m_reader, chunk.data(), size_t(size)) != REDIS_OK)
            return lost(QString::fromLatin1(m_reader->errstr));
        if (size_t(size) < chunk.size())
            return {}; // a further recv() would only say that there is no more
    }
}

Result<std::optional<Reply>> Wire::next()
{
    void* reply = nullptr;
    if (redisReaderGetReply(m_reader, &reply) != REDIS_OK)
        return lost(QString::fromLatin1(m_reader->errstr));
    if (!reply)
        return std::optional<Reply>();
    return std::optional<Reply>(std::move(m_reply));
}

bool waitFor(int descriptor, bool wantsWrite, std::chrono::steady_clock::time_point until)
{
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        pollfd entry{descriptor, short(POLLIN | (wantsWrite ? POLLOUT : 0)), 0};
        const int ready = ::poll(&entry, 1, int(std::max<qint64>(0, left.count())));
        if (ready > 0)
            return true;
        if (ready == 0 || errno != EINTR)
            return false;
    }
}

Result<Reply> roundTrip(Wire& wire, const Command& command, std::chrono::steady_clock::time_point until)
{
    wire.append(command);
    for (;;) {
        if (const auto sent = wire.flush(); !sent)
            return sent.error();
        auto reply = wire.next();
        if (!reply)
            return reply.error();
        if (*reply)
            return **std::move(reply);
        if (!waitFor(wire.descriptor(), wire.hasUnsent(), until))
            return Error{ErrorCode::DependencyDown, u"Redis did not answer in time"_s};
        if (const auto received = wire.receive(); !received)
            return received.error();
    }
}

Error errorOf(const Reply& reply)
{
    // NOSCRIPT: somebody flushed the scripts. All these heal by coming back anew, which loads them.
    static constexpr std::array<QByteArrayView, 6> helpless{"READONLY", "LOADING",   "MASTERDOWN",
                                                            "NOAUTH",   "WRONGPASS", "NOSCRIPT"};
    const bool isDown = std::ranges::any_of(helpless, [&](QByteArrayView word) { return reply.text.startsWith(word); });
    return Error{isDown ? ErrorCode::DependencyDown : ErrorCode::Internal,
                 u"Redis says: "_s + QString::fromUtf8(reply.text)};
}

} // namespace zg::redis
