// SPDX-License-Identifier: GPL-3.0-or-later
#include "resilience/loadshedder.h"

namespace zg::resilience {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using std::chrono::nanoseconds;

namespace {
constexpr int standingMoments = 8;    // one interval with so many reports proves overload; with fewer it takes two
constexpr quint32 leastShare = 100;   // one in so many is let in always, so that the wait goes on being measured
constexpr double firstBrake = 0.5;    // until it has been counted how much is offered and how much is served
constexpr nanoseconds drainTime = 1s; // a queue so much longer than its target is worked off at half of what is served
constexpr int forgetIntervals = 10;   // nothing waited for so long: the queue is empty, whatever it was

struct Watched
{
    const char16_t* name;
    nanoseconds target;
    nanoseconds interval;
};
// The targets are what honest work can wait: hundreds of clients in a closed loop behind a disk that commits in 15 ms,
// a screen full of people signing in at once at 90 ms of CPU each, and a few lists that take some hundred ms.
constexpr std::array<Watched, queueCount> watched{{
    {u"database", 100ms, 50ms},
    {u"commit", 200ms, 200ms},
    {u"password", 1'000ms, 500ms},
    {u"slow_read", 1'000ms, 500ms},
}};

/// xorshift, per thread: a fair enough coin without a lock.
quint32 toss() noexcept
{
    static std::atomic<quint32> threads{0};
    thread_local quint32 state = (threads.fetch_add(1, std::memory_order_relaxed) + 1) * 2'654'435'761u;
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}
} // namespace

void QueueWatch::waited(nanoseconds wait, nanoseconds now) noexcept
{
    const bool isShort = wait <= m_target;
    if (isShort && m_sawShort.load(std::memory_order_relaxed) &&
        now.count() < m_intervalEndNs.load(std::memory_order_relaxed))
        return; // this interval is known to be good: nothing to add
    const std::lock_guard lock(m_mutex);
    if (now.count() >= m_intervalEndNs.load(std::memory_order_relaxed))
        closeInterval(wait, now);
    m_moments += now != m_lastReport;
    m_lastReport = now;
    ++m_served;
    m_shortest = qMin(m_shortest, wait);
    if (isShort)
        m_sawShort.store(true, std::memory_order_relaxed);
}

/// Share of what is offered that keeps the servers busy and works the queue off.
quint32 QueueWatch::sustainable(quint32 admitted) const noexcept
{
    const qint64 offered = m_offered.load(std::memory_order_relaxed);
    if (admitted == all || offered == 0)
        return quint32(double(admitted) * firstBrake);
    const double excess = double((m_shortest - m_target).count()) / double(drainTime.count());
    const double share = double(m_served) / double(offered) * qBound(0.5, 1 - excess, 0.95);
    return qBound(all / leastShare, quint32(qMin(share, 0.95) * all), all);
}

/// @param wait of the work that begins now, the first of the next interval
void QueueWatch::closeInterval(nanoseconds wait, nanoseconds now) noexcept
{
    const nanoseconds late = now - nanoseconds(m_intervalEndNs.load(std::memory_order_relaxed));
    quint32 admitted = m_admitted.load(std::memory_order_relaxed);
    if (late > forgetIntervals * m_interval || m_moments == 0) {
        m_standing = 0;
        admitted = all;
    } else if (m_shortest <= m_target) {
        m_standing = 0;
        admitted = qMin(all, admitted + admitted / 20 + all / 200);
    } else if (wait > m_target) {
        m_standing += m_moments >= standingMoments ? 2 : 1;
        if (m_standing >= 2)
            admitted = sustainable(admitted);
    }
    m_admitted.store(admitted, std::memory_order_relaxed);
    m_lastShortest = m_moments == 0 ? nanoseconds(0) : m_shortest;
    m_shortest = nanoseconds::max();
    m_moments = 0;
    m_served = 0;
    m_offered.store(0, std::memory_order_relaxed);
    m_sawShort.store(false, std::memory_order_relaxed);
    m_intervalEndNs.store((now + m_interval).count(), std::memory_order_relaxed);
}

bool QueueWatch::draw(nanoseconds now) noexcept
{
    const nanoseconds end(m_intervalEndNs.load(std::memory_order_relaxed));
    if (now - end > forgetIntervals * m_interval) {
        const std::lock_guard lock(m_mutex);
        m_standing = 0;
        m_admitted.store(all, std::memory_order_relaxed);
        return true;
    }
    m_offered.fetch_add(1, std::memory_order_relaxed);
    if (toss() % all < m_admitted.load(std::memory_order_relaxed))
        return true;
    m_refused.fetch_add(1, std::memory_order_relaxed);
    return false;
}

telemetry::QueueFigures QueueWatch::figures() const
{
    telemetry::QueueFigures figures;
    figures.admitted = double(m_admitted.load(std::memory_order_relaxed)) / all;
    figures.refused = m_refused.load(std::memory_order_relaxed);
    const std::lock_guard lock(m_mutex);
    figures.waitUs = m_lastShortest.count() / 1000;
    return figures;
}

LoadShedder::LoadShedder(int maxInFlight)
    : m_maxInFlight(maxInFlight)
    , m_queues{{{watched[0].target, watched[0].interval},
                {watched[1].target, watched[1].interval},
                {watched[2].target, watched[2].interval},
                {watched[3].target, watched[3].interval}}}
{
}

Result<void> LoadShedder::admit(Queue queue, nanoseconds now)
{
    if (admits(queue, now))
        return {};
    const auto figures = m_queues[size_t(queue)].figures();
    return Error::retry(ErrorCode::Overloaded, 1,
                        u"work waits %1 ms in the queue %2; %3 % of new work is let in"_s.arg(figures.waitUs / 1000)
                            .arg(QString::fromUtf16(watched[size_t(queue)].name))
                            .arg(qRound(figures.admitted * 100)));
}

bool LoadShedder::enter() noexcept
{
    if (m_inFlight.fetch_add(1, std::memory_order_relaxed) < m_maxInFlight.load(std::memory_order_relaxed))
        return true;
    leave();
    return false;
}

QList<telemetry::QueueFigures> LoadShedder::figures() const
{
    QList<telemetry::QueueFigures> result;
    for (size_t i = 0; i < m_queues.size(); ++i) {
        auto figures = m_queues[i].figures();
        figures.queue = QString::fromUtf16(watched[i].name);
        result.append(std::move(figures));
    }
    return result;
}

} // namespace zg::resilience
