// SPDX-License-Identifier: GPL-3.0-or-later
#include "redis/lock.h"

#include "core/executor.h"

#include <QRandomGenerator>
#include <QTimer>

#include <coroutine>
#include <thread>

namespace zg::redis {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace {
constexpr milliseconds shortestWait{2}; // between two tries; doubles, and half of it is left to chance
constexpr milliseconds longestWait{50};
// A contender's clock may run a little faster than Redis': what we still call ours has this share of its time left.
constexpr int driftPart = 100;

// The fencing number goes on from the server's clock, so that it grows even when Redis comes back empty.
constexpr char acquireText[] = R"(
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 0 end
local t = redis.call('TIME')
local fence = t[1] * 1000000 + t[2]
local last = tonumber(redis.call('GET', KEYS[2]) or 0)
if last >= fence then fence = last + 1 end
redis.call('SET', KEYS[2], string.format('%.0f', fence), 'PX', 86400000)
return fence)";

constexpr char releaseText[] = R"(
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0)";

QByteArray randomToken()
{
    return QByteArray::number(QRandomGenerator::system()->generate64(), 16) +
           QByteArray::number(QRandomGenerator::system()->generate64(), 16);
}

/// How long to wait before which try.
class Backoff final
{
public:
    milliseconds next()
    {
        const auto wait = m_wait;
        m_wait = std::min(2 * m_wait, longestWait);
        return wait / 2 + milliseconds(QRandomGenerator::global()->bounded(int(wait.count()) / 2 + 1));
    }

private:
    milliseconds m_wait = shortestWait;
};

/// Goes on after a while, on the calling thread's event loop.
class Sleep final
{
public:
    explicit Sleep(milliseconds time)
        : m_time(time)
    {
    }
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> handle)
    {
        m_wait.begin();
        QTimer::singleShot(m_time, Qt::PreciseTimer, [handle] { resume(handle); });
    }
    void await_resume() noexcept { m_wait.resume(); }

private:
    milliseconds m_time;
    TracedWait m_wait{Step::Wait};
};

Error busy(const QByteArray& key, milliseconds patience)
{
    return Error::retry(ErrorCode::Overloaded, 1,
                        u"the lock %1 was not free within %2 ms"_s.arg(QString::fromUtf8(key)).arg(patience.count()));
}
} // namespace

Lock::Hold::Hold(Hold&& other) noexcept
    : m_lock(std::exchange(other.m_lock, nullptr))
    , m_key(std::move(other.m_key))
    , m_token(std::move(other.m_token))
    , m_fence(other.m_fence)
    , m_until(other.m_until)
{
}

Lock::Hold& Lock::Hold::operator=(Hold&& other) noexcept
{
    release();
    m_lock = std::exchange(other.m_lock, nullptr);
    m_key = std::move(other.m_key);
    m_token = std::move(other.m_token);
    m_fence = other.m_fence;
    m_until = other.m_until;
    return *this;
}

bool Lock::Hold::isFresh() const
{
    return m_lock && m_lock->m_clock.monotonic() < m_until;
}

void Lock::Hold::release()
{
    if (Lock* const lock = std::exchange(m_lock, nullptr))
        lock->m_client.post(lock->m_release.call(1, m_key, m_token));
}

Lock::Lock(Client& client, const Clock& clock)
    : m_client(client)
    , m_clock(clock)
    , m_acquire(acquireText)
    , m_release(releaseText)
{
    client.addScript(m_acquire);
    client.addScript(m_release);
}

Command Lock::attempt(const QByteArray& key, const QByteArray& token, Options options) const
{
    return m_acquire.call(2, key, key + ":fence", token, qint64(options.timeToLive.count()));
}

Lock::Hold Lock::hold(const QByteArray& key, const QByteArray& token, qint64 fence, std::chrono::nanoseconds until)
{
    Hold hold;
    hold.m_lock = this;
    hold.m_key = key;
    hold.m_token = token;
    hold.m_fence = fence;
    hold.m_until = until;
    return hold;
}

Task<Result<Lock::Hold>> Lock::acquire(QByteArray key, Options options)
{
    const QByteArray token = randomToken();
    const auto deadline = m_clock.monotonic() + options.patience;
    Backoff backoff;
    for (;;) {
        const auto began = m_clock.monotonic();
        Command command = attempt(key, token, options);
        const auto reply = co_await m_client.command(std::move(command));
        if (!reply) {
            m_client.post(m_release.call(1, key, token)); // it may have arrived, and only the answer was lost
            co_return Result<Hold>(reply.error());
        }
        if (reply->integer > 0)
            co_return Result<Hold>(
                hold(key, token, reply->integer, began + options.timeToLive - options.timeToLive / driftPart));
        const auto wait = backoff.next();
        if (m_clock.monotonic() + wait > deadline)
            co_return Result<Hold>(busy(key, options.patience));
        co_await Sleep(wait);
    }
}

Result<Lock::Hold> Lock::acquireNow(const QByteArray& key, Options options)
{
    const QByteArray token = randomToken();
    const auto deadline = m_clock.monotonic() + options.patience;
    Backoff backoff;
    for (;;) {
        const auto began = m_clock.monotonic();
        const auto reply = m_client.commandNow(attempt(key, token, options));
        if (!reply) {
            m_client.post(m_release.call(1, key, token));
            return reply.error();
        }
        if (reply->integer > 0)
            return hold(key, token, reply->integer, began + options.timeToLive - options.timeToLive / driftPart);
        const auto wait = backoff.next();
        if (m_clock.monotonic() + wait > deadline)
            return busy(key, options.patience);
        std::this_thread::sleep_for(wait);
    }
}

} // namespace zg::redis
