// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/connection.h"

#include "core/executor.h"
#include "redis/handshake.h"

#include <QSocketNotifier>

namespace zg::redis {

using namespace Qt::StringLiterals;

namespace {
constexpr int looksPerTimeout = 5;       // so a command may take a fifth longer than its limit
constexpr size_t pendingAtMost = 50'000; // a thread asks some 100,000 a second: half a second of it

qint64 nowNs()
{
    return std::chrono::steady_clock::now().time_since_epoch().count();
}
} // namespace

Connection::Connection(Health& health, const Target& target, const QByteArray& name, std::chrono::milliseconds timeout,
                       Tally& tally)
    : m_health(health)
    , m_target(target)
    , m_name(name)
    , m_timeout(timeout)
    , m_tally(tally)
{
    m_timer.setInterval(timeout / looksPerTimeout);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { checkTime(); });
}

Connection::~Connection()
{
    close(Error{ErrorCode::ShuttingDown, u"the connection to Redis was closed"_s});
}

bool Connection::submit(const Command& command, Waiter& waiter)
{
    count(m_tally.commands);
    auto open = ensureOpen();
    if (open && m_pending.size() >= pendingAtMost)
        open = Error{ErrorCode::DependencyDown, u"%1 commands wait for Redis already"_s.arg(m_pending.size())};
    if (!open) {
        count(m_tally.errors);
        waiter.result.emplace(open.error());
        return false;
    }
    enqueue(command, &waiter);
    return true;
}

void Connection::submit(const Command& command)
{
    count(m_tally.commands);
    if (ensureOpen() && m_pending.size() < pendingAtMost)
        enqueue(command, nullptr);
    else
        count(m_tally.errors);
}

void Connection::enqueue(const Command& command, Waiter* waiter)
{
    m_wire.append(command);
    m_pending.push_back({waiter, nowNs(), false});
    if (!m_wantsWrite) {
        m_wantsWrite = true;
        m_writable->setEnabled(true);
    }
    if (!m_timer.isActive())
        m_timer.start();
}

Result<void> Connection::ensureOpen()
{
    if (!m_health.isUp())
        return Error{ErrorCode::DependencyDown, u"Redis is away"_s};
    if (m_wire.isOpen() && leadsElsewhere())
        close(Error{ErrorCode::DependencyDown, u"another Redis is the master now"_s});
    if (m_wire.isOpen()) // or again, by one of those who were told
        return {};
    m_losses = m_health.losses();
    auto permit = m_health.enter();
    if (!permit)
        return permit.error();
    m_permit.emplace(std::move(*permit));
    m_address = m_health.address();
    if (const auto opened = m_wire.open(m_address); !opened) {
        fail(opened.error());
        return opened;
    }
    count(m_tally.connects);
    for (int i = appendHandshake(m_wire, m_target, m_name); i > 0; --i)
        m_pending.push_back({nullptr, nowNs(), true});
    m_readable = std::make_unique<QSocketNotifier>(m_wire.descriptor(), QSocketNotifier::Read);
    m_writable = std::make_unique<QSocketNotifier>(m_wire.descriptor(), QSocketNotifier::Write);
    QObject::connect(m_readable.get(), &QSocketNotifier::activated, &m_timer, [this] { onReadable(); });
    QObject::connect(m_writable.get(), &QSocketNotifier::activated, &m_timer, [this] { onWritable(); });
    m_wantsWrite = true;
    return {};
}

/// The old master may live on after another took its place: its connections are not lost, but nobody else uses it.
bool Connection::leadsElsewhere()
{
    return m_losses != m_health.losses() && m_health.isUp() && !(m_address == m_health.address());
}

void Connection::onWritable()
{
    if (!m_wire.isOpen())
        return;
    if (const auto sent = m_wire.flush(); !sent)
        return fail(sent.error());
    if (!m_wire.hasUnsent()) {
        m_wantsWrite = false;
        m_writable->setEnabled(false);
    }
}

void Connection::onReadable()
{
    if (!m_wire.isOpen())
        return;
    const auto received = m_wire.receive();
    takeReplies(); // what came before the end counts
    if (!received && m_wire.isOpen())
        fail(received.error());
}

void Connection::takeReplies()
{
    if (m_losses != m_health.losses() && m_health.isUp() && !leadsElsewhere()) {
        // Another connection was lost, this one lives: from now on it speaks for the Redis of today.
        m_losses = m_health.losses();
        if (auto permit = m_health.enter())
            m_permit.emplace(std::move(*permit));
    }
    while (m_wire.isOpen()) { // a coroutine that goes on here may ask again, or close
        auto reply = m_wire.next();
        if (!reply || (*reply && m_pending.empty()))
            return fail(reply ? Error{ErrorCode::DependencyDown, u"Redis answered what nobody asked"_s}
                              : reply.error());
        if (!*reply)
            return;
        const Pending pending = m_pending.front();
        m_pending.pop_front();
        Result<Reply> result(**std::move(reply));
        if (result->isError()) {
            result = errorOf(*result);
            count(m_tally.errors);
            if (pending.isHandshake || result.error().code == ErrorCode::DependencyDown) {
                const Error why = result.error();
                m_pending.push_front(pending);
                return fail(why);
            }
        }
        if (!pending.isHandshake)
            m_tally.latency.recordAlone(std::chrono::nanoseconds(nowNs() - pending.sentNs));
        if (pending.waiter) {
            pending.waiter->result.emplace(std::move(result));
            resume(pending.waiter->handle);
        }
    }
}

void Connection::checkTime()
{
    if (m_pending.empty()) {
        m_timer.stop();
        return;
    }
    if (nowNs() - m_pending.front().sentNs < m_timeout.count())
        return;
    // Perhaps it was this thread that was held up: what is there already is in time.
    onReadable();
    if (!m_pending.empty() && nowNs() - m_pending.front().sentNs >= m_timeout.count())
        fail(Error{ErrorCode::DependencyDown,
                   u"Redis did not answer within %1 ms"_s.arg(
                       std::chrono::duration_cast<std::chrono::milliseconds>(m_timeout).count())});
}

void Connection::fail(const Error& why)
{
    if (m_permit) {
        m_permit->failed(); // from here on Redis is away for all: before anybody hears of his command
        m_permit.reset();
    }
    close(why);
}

void Connection::dropNotifiers()
{
    // One of them may be what called us.
    for (auto* notifier : {&m_readable, &m_writable}) {
        if (*notifier) {
            (*notifier)->setEnabled(false);
            notifier->release()->deleteLater();
        }
    }
}

void Connection::close(const Error& why)
{
    m_permit.reset();
    dropNotifiers();
    m_wire.close();
    m_wantsWrite = false;
    m_timer.stop();
    auto pending = std::exchange(m_pending, {});
    for (const Pending& one : pending) {
        if (!one.waiter)
            continue;
        count(m_tally.errors);
        one.waiter->result.emplace(why);
        resume(one.waiter->handle);
    }
}

} // namespace zg::redis
