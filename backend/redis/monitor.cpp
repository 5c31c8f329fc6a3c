// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/monitor.h"

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
constexpr size_t waitingAtMost = 20'000; // commits a second times commands each, for half a second
constexpr size_t askedAtMost = 1'000;    // in one pipeline
constexpr auto pingTime = 500ms;         // a Redis that hangs while nobody asks is noticed so soon
constexpr auto infoTime = 5s;

Error away()
{
    return Error{ErrorCode::DependencyDown, u"Redis is away"_s};
}
} // namespace

Monitor::Monitor(Health& health, Target target, QByteArray name, std::chrono::milliseconds timeout)
    : m_health(health)
    , m_target(std::move(target))
    , m_name(std::move(name))
    , m_timeout(timeout)
    , m_wakeDescriptor(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
{
    m_health.setLostListener([this] { wake(); });
}

Monitor::~Monitor()
{
    stop();
    ::close(m_wakeDescriptor);
}

void Monitor::start()
{
    m_thread = std::thread([this] { run(); });
    m_tried.get_future().wait();
}

void Monitor::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_stopAt = SteadyClock::now() + m_timeout;
    }
    wake();
    if (m_thread.joinable())
        m_thread.join();
}

void Monitor::wake()
{
    if (m_woken.exchange(true, std::memory_order_acq_rel))
        return;
    const quint64 one = 1;
    [[maybe_unused]] const auto written = ::write(m_wakeDescriptor, &one, sizeof one);
}

bool Monitor::post(Command command, Callback callback)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopping)
            return false;
        if (m_waiting.size() >= waitingAtMost) {
            m_overflowed = true;
            return false;
        }
        m_waiting.push_back({std::move(command), std::move(callback), {}});
    }
    wake();
    return true;
}

void Monitor::run()
{
    pthread_setname_np(pthread_self(), "redis");
    while (!mayEnd()) {
        if (m_health.isUp() && m_wire.isOpen()) {
            serve();
            continue;
        }
        const bool reached = tryToReach();
        if (!std::exchange(m_hasTried, true))
            m_tried.set_value();
        if (reached) {
            m_triesInRow = 0;
        } else {
            failAll(away());
            sleep(std::min(Health::firstPause * (1 << std::min(m_triesInRow, 10)), Health::longestPause));
            ++m_triesInRow;
        }
    }
    failAll(Error{ErrorCode::ShuttingDown, u"the node is stopping"_s});
}

/// The last commits' changes are told before the node goes.
bool Monitor::mayEnd()
{
    const std::lock_guard lock(m_mutex);
    if (!m_stopping)
        return false;
    return !m_health.isUp() || (m_waiting.empty() && m_asked.empty()) || SteadyClock::now() > m_stopAt;
}

bool Monitor::tryToReach()
{
    m_permit.reset();
    m_wire.close();
    failAll(away()); // what was sent before the loss has nobody to answer it
    auto permit = m_health.enter();
    if (!permit)
        return false;
    SocketAddress address;
    const auto reached = reach(address);
    if (!reached) {
        permit->failed();
        say(reached.error());
        return false;
    }
    {
        const std::lock_guard lock(m_mutex);
        m_overflowed = false;
    }
    m_health.restore(*std::move(permit), address);
    if (auto fresh = m_health.enter())
        m_permit.emplace(*std::move(fresh));
    m_restored.fetch_add(1, std::memory_order_relaxed);
    m_lastTrouble.clear();
    qCInfo(lcRedis, "Redis answers at %s", m_master.text().constData());
    m_nextPing = m_nextInfo = SteadyClock::now();
    return true;
}

Result<void> Monitor::reach(SocketAddress& address)
{
    const auto master = findMaster(m_target, m_timeout);
    if (!master)
        return master.error();
    m_master = *master;
    const auto resolved = resolve(*master);
    if (!resolved)
        return resolved.error();
    address = *resolved;
    const auto until = [this] { return SteadyClock::now() + m_timeout; };
    if (const auto opened = openNow(m_wire, address, m_target, m_name, until()); !opened)
        return opened;
    const auto pong = roundTrip(m_wire, Command("PING"), until()); // LOADING and the like show here
    if (!pong)
        return pong.error();
    if (pong->isError())
        return errorOf(*pong);
    const auto ask = [&](const Command& command) { return roundTrip(m_wire, command, until()); };
    for (const ReturnHook& hook : m_hooks) {
        if (const auto done = hook(ask); !done)
            return done;
    }
    return {};
}

void Monitor::serve()
{
    const auto now = SteadyClock::now();
    askSentinels(now); // first, since it may take a while: what is given after it has its time still before it
    std::deque<Job> jobs;
    bool overflowed = false;
    {
        const std::lock_guard lock(m_mutex);
        overflowed = m_overflowed;
        while (!m_waiting.empty() && m_asked.size() + jobs.size() < askedAtMost) {
            jobs.push_back(std::move(m_waiting.front()));
            m_waiting.pop_front();
        }
    }
    for (Job& job : jobs)
        give(std::move(job.command), std::move(job.callback));
    askAround(now);
    auto done = overflowed ? Result<void>(Error{ErrorCode::DependencyDown, u"too much waits for Redis"_s}) : exchange();
    if (done && !m_asked.empty() && SteadyClock::now() - m_asked.front().sent > m_timeout)
        done = Error{ErrorCode::DependencyDown, u"Redis did not answer within %1 ms"_s.arg(m_timeout.count())};
    if (done)
        return;
    say(done.error());
    if (m_permit)
        m_permit->failed(); // away for all, before those who wait hear of it
    m_permit.reset();
    m_wire.close();
    failAll(done.error());
}

Result<void> Monitor::exchange()
{
    if (const auto sent = m_wire.flush(); !sent)
        return sent;
    const auto until = m_asked.empty() ? m_nextPing : m_asked.front().sent + m_timeout + 5ms;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - SteadyClock::now());
    std::array<pollfd, 2> entries{
        {{m_wire.descriptor(), short(POLLIN | (m_wire.hasUnsent() ? POLLOUT : 0)), 0}, {m_wakeDescriptor, POLLIN, 0}}};
    ::poll(entries.data(), entries.size(), int(std::max<qint64>(0, left.count())));
    if (entries[1].revents) {
        quint64 count = 0;
        [[maybe_unused]] const auto read = ::read(m_wakeDescriptor, &count, sizeof count);
        m_woken.store(false, std::memory_order_release);
    }
    if (!entries[0].revents)
        return {};
    const auto received = m_wire.receive();
    for (;;) {
        auto reply = m_wire.next();
        if (!reply)
            return reply.error();
        if (!*reply)
            return received;
        if (m_asked.empty())
            return Error{ErrorCode::DependencyDown, u"Redis answered what nobody asked"_s};
        if ((*reply)->isError() && errorOf(**reply).code == ErrorCode::DependencyDown)
            return errorOf(**reply);
        Job job = std::move(m_asked.front());
        m_asked.pop_front();
        if (job.callback)
            job.callback((*reply)->isError() ? Result<Reply>(errorOf(**reply)) : Result<Reply>(**std::move(reply)));
    }
}

/// The old master may live on, cut off from those who elect: then only the sentinels know.
void Monitor::askSentinels(SteadyClock::time_point now)
{
    if (now < m_nextPing || m_target.sentinels.isEmpty())
        return;
    // All of them together, so that changes never wait for more than that.
    const auto master = findMaster(m_target, m_timeout / m_target.sentinels.size());
    if (master && *master != m_master && m_permit) {
        qCInfo(lcRedis, "the sentinels name another master");
        m_permit->failed();
        m_permit.reset();
    }
}

void Monitor::askAround(SteadyClock::time_point now)
{
    if (now >= m_nextPing) {
        m_nextPing = now + pingTime;
        give(Command("PING"), {});
    }
    if (now >= m_nextInfo) {
        m_nextInfo = now + infoTime;
        give(Command("INFO", "memory"), [this](const Result<Reply>& reply) {
            if (reply)
                takeInfo(reply->text);
        });
        give(Command("DBSIZE"), [this](const Result<Reply>& reply) {
            if (reply)
                m_keys.store(reply->integer, std::memory_order_relaxed);
        });
    }
}

void Monitor::takeInfo(const QByteArray& info)
{
    static constexpr QByteArrayView key = "used_memory:";
    const auto at = info.indexOf(key);
    if (at < 0)
        return;
    const auto begin = at + key.size();
    m_usedMemory.store(info.mid(begin, info.indexOf('\r', begin) - begin).toLongLong(), std::memory_order_relaxed);
}

void Monitor::give(Command command, Callback callback)
{
    m_wire.append(command);
    m_asked.push_back({std::move(command), std::move(callback), SteadyClock::now()});
}

void Monitor::failAll(const Error& why)
{
    auto jobs = std::exchange(m_asked, {});
    {
        const std::lock_guard lock(m_mutex);
        std::move(m_waiting.begin(), m_waiting.end(), std::back_inserter(jobs));
        m_waiting.clear();
    }
    for (const Job& job : jobs) {
        if (job.callback)
            job.callback(why);
    }
}

void Monitor::sleep(std::chrono::milliseconds time)
{
    const auto until = SteadyClock::now() + time;
    while (waitFor(m_wakeDescriptor, false, until)) {
        quint64 count = 0;
        [[maybe_unused]] const auto read = ::read(m_wakeDescriptor, &count, sizeof count);
        m_woken.store(false, std::memory_order_release);
        failAll(away());
        const std::lock_guard lock(m_mutex);
        if (m_stopping)
            return;
    }
}

/// The same trouble is said once.
void Monitor::say(const Error& why)
{
    if (std::exchange(m_lastTrouble, why.message) != why.message)
        qCWarning(lcRedis, "Redis cannot be used, the node goes on without it: %ls", qUtf16Printable(why.message));
}

} // namespace zg::redis
