// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/subscriber.h"

#include "core/logging.h"
#include "redis/handshake.h"

#include <array>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace zg::redis {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

namespace {
constexpr auto pingTime = 125ms; // with the answer's time limit: cut off is noticed within 400 ms
}

Subscriber::Subscriber(Client& client, QList<QByteArray> channels, Listener& listener)
    : m_client(client)
    , m_channels(std::move(channels))
    , m_listener(listener)
    , m_wakeDescriptor(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
{
}

Subscriber::~Subscriber()
{
    stop();
    ::close(m_wakeDescriptor);
}

void Subscriber::start()
{
    m_thread = std::thread([this] { run(); });
}

void Subscriber::stop()
{
    m_stopping.store(true);
    const quint64 one = 1;
    [[maybe_unused]] const auto written = ::write(m_wakeDescriptor, &one, sizeof one);
    if (m_thread.joinable())
        m_thread.join();
}

bool Subscriber::isStopping()
{
    return m_stopping.load();
}

void Subscriber::run()
{
    pthread_setname_np(pthread_self(), "redis-sub");
    while (!isStopping()) {
        // The monitor finds out when Redis is back: looking at its flag costs nothing, so there is no pause of our own.
        if (m_client.isUp())
            listen();
        if (isStopping())
            return;
        m_listener.lost();
        pause(m_client.isUp() ? Health::firstPause : lossTick);
    }
}

void Subscriber::listen()
{
    Wire wire;
    m_losses = m_client.losses();
    if (const auto opened = openNow(wire, m_client.health().address(), m_client.target(), "zhanggui-sub",
                                    SteadyClock::now() + m_client.timeout());
        !opened)
        return;
    if (!subscribe(wire))
        return;
    m_connected.store(true, std::memory_order_release);
    m_listener.restored();
    const auto ended = hear(wire);
    m_connected.store(false, std::memory_order_release);
    if (!ended)
        qCInfo(lcRedis, "messages from other nodes are missed: %ls", qUtf16Printable(ended.error().message));
}

Result<void> Subscriber::subscribe(Wire& wire)
{
    Command command("SUBSCRIBE");
    for (const QByteArray& channel : m_channels)
        command.add(channel);
    const auto until = SteadyClock::now() + m_client.timeout();
    const auto first = roundTrip(wire, command, until);
    if (!first)
        return first.error();
    if (first->isError())
        return errorOf(*first);
    m_heardAt = SteadyClock::now();
    return {}; // the other channels' confirmations are replies like messages
}

Result<void> Subscriber::hear(Wire& wire)
{
    auto nextPing = SteadyClock::now();
    bool pinged = false;
    while (!isStopping()) {
        const auto now = SteadyClock::now();
        if (m_losses != m_client.losses()) // perhaps another server is the master by now
            return Error{ErrorCode::DependencyDown, u"another connection was lost"_s};
        if (pinged && now - m_heardAt > pingTime + m_client.timeout())
            return Error{ErrorCode::DependencyDown, u"Redis gave no sign of life"_s};
        if (now >= nextPing) {
            wire.append(Command("PING"));
            nextPing = now + pingTime;
            pinged = true;
            m_listener.ticked();
        }
        if (const auto sent = wire.flush(); !sent)
            return sent;
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(nextPing - SteadyClock::now());
        std::array<pollfd, 2> entries{
            {{wire.descriptor(), short(POLLIN | (wire.hasUnsent() ? POLLOUT : 0)), 0}, {m_wakeDescriptor, POLLIN, 0}}};
        ::poll(entries.data(), entries.size(), int(std::max<qint64>(0, left.count())));
        if (!entries[0].revents)
            continue;
        const auto received = wire.receive();
        m_heardAt = SteadyClock::now();
        for (;;) {
            const auto reply = wire.next();
            if (!reply)
                return reply.error();
            if (!*reply)
                break;
            const auto& items = (*reply)->items;
            if (items.size() != 3 || items[0].text != "message")
                continue;
            m_client.countMessage();
            m_listener.received(items[1].text, items[2].text);
        }
        if (!received)
            return received;
    }
    return {};
}

void Subscriber::pause(std::chrono::milliseconds time)
{
    waitFor(m_wakeDescriptor, false, SteadyClock::now() + time);
}

} // namespace zg::redis
