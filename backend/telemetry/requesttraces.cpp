// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/requesttraces.h"

#include "telemetry/tracering.h"

#include <algorithm>
#include <numeric>

namespace zg::telemetry {

using namespace Qt::StringLiterals;

constinit thread_local RequestTraces::Mine RequestTraces::t_mine;

namespace {

constexpr qint64 second = 1'000'000'000;
constexpr qint64 neverSlowNs = 10'000'000;   // nobody notices it, whatever the route's others take
constexpr qint64 alwaysSlowNs = 500'000'000; // everybody does
/// With the time it waited before it was taken up, and until its answer was out: what the contract promises at
/// overload.
constexpr qint64 slowWithQueueNs = 50'000'000;
constexpr int sampleEvery = 1'000; // of a thread's requests; and at least one a second

/// Kept in one second by one thread, of each kind: more of them say nothing new, and cost what is short just then.
constexpr std::array<int, keptCount> aSecond{1'000, 1'000, 32, 16, 64};

quint64 nextId()
{
    static std::atomic<quint64> last{0};
    return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

/// Asking without a token, with an old one or for what there is not is what clients do all day.
bool isEveryday(int status)
{
    return status == 401 || status == 403 || status == 404;
}

QByteArray copyOf(const QByteArray& text) // it may look into the request's own memory
{
    return QByteArray(text.constData(), text.size());
}

/// What its marks tell, and what was noted on the way, by the beginning.
QList<RequestSpan> spansOf(const Trace& trace, qint64 endNs)
{
    QList<RequestSpan> spans;
    spans.reserve(qsizetype(trace.spans().size()) + 4);
    const auto add = [&](Step step, qint64 from, qint64 to, const char* name = nullptr) {
        if (from != 0 && to >= from)
            spans.append({step, from - trace.arrivedNs, to - from, QString::fromUtf8(name)});
    };
    if (trace.wholeNs > trace.arrivedNs)
        add(Step::Read, trace.arrivedNs, trace.wholeNs);
    add(Step::Queue, trace.wholeNs, trace.handledNs != 0 ? trace.handledNs : endNs);
    for (const Trace::Span& span : trace.spans())
        add(span.step, span.beginNs, span.endNs, span.name);
    if (trace.isFromMemory)
        add(Step::Cache, trace.admittedNs, trace.answeredNs);
    add(Step::Write, trace.answeredNs, endNs);
    std::stable_sort(spans.begin(), spans.end(), [](const auto& a, const auto& b) { return a.beginNs < b.beginNs; });
    return spans;
}

} // namespace

/// What one thread keeps. The rings are everybody's under the mutex, the rest is the thread's own.
struct RequestTraces::Slab
{
    static TraceRing ring(Kept kept)
    {
        const size_t all = std::accumulate(places.begin(), places.end(), size_t(0));
        const size_t mine = places[size_t(kept)];
        const auto keeps = kept == Kept::Slow ? TraceRing::Keeps::Slowest : TraceRing::Keeps::Newest;
        return TraceRing(keeps, mine, bytesAThread * qint64(mine) / qint64(all));
    }
    /// Of a kind that comes in floods so many a second.
    bool hasRoom(Kept kept, qint64 nowNs)
    {
        if (nowNs - secondNs >= second) {
            secondNs = nowNs;
            inSecond.fill(0);
        }
        return inSecond[size_t(kept)]++ < aSecond[size_t(kept)];
    }

    bool takesSample(qint64 nowNs)
    {
        if (nowNs < nextSampleNs && ++sinceSample < sampleEvery)
            return false;
        nextSampleNs = nowNs + second;
        sinceSample = 0;
        return true;
    }

    std::mutex mutex;
    std::array<TraceRing, keptCount> rings{ring(Kept(0)), ring(Kept(1)), ring(Kept(2)), ring(Kept(3)), ring(Kept(4))};
    qint64 nextSampleNs = 0;
    int sinceSample = 0;
    qint64 secondNs = 0;
    std::array<int, keptCount> inSecond{};
};

RequestTraces::RequestTraces(QStringList routes, const Clock& clock)
    : m_id(nextId())
    , m_routes(std::move(routes) << u"other"_s)
    , m_clock(clock)
    , m_slowNs(size_t(m_routes.size()))
    , m_revision(m_id << 32) // another run's are others
{
    for (auto& slow : m_slowNs)
        slow.store(neverSlowNs, std::memory_order_relaxed);
}

RequestTraces::~RequestTraces() = default;

RequestTraces::Slab& RequestTraces::findSlab() noexcept
{
    const std::lock_guard lock(m_mutex);
    auto& slab = m_slabs[std::this_thread::get_id()];
    if (!slab)
        slab = std::make_unique<Slab>();
    t_mine = {m_id, slab.get()};
    return *slab;
}

qint64 RequestTraces::slowNs(int route) const noexcept
{
    const size_t other = m_slowNs.size() - 1;
    return m_slowNs[std::min(size_t(route), other)].load(std::memory_order_relaxed);
}

void RequestTraces::adapt(std::span<const Percentiles> latency) noexcept
{
    for (size_t i = 0; i < std::min(latency.size(), m_slowNs.size()); ++i)
        m_slowNs[i].store(std::clamp(latency[i].p99Us * 1'000, neverSlowNs, alwaysSlowNs), std::memory_order_relaxed);
}

void RequestTraces::completed(const Trace& trace, qint64 endNs, const QByteArray& id, const QByteArray& client)
{
    const qint64 slow = slowNs(trace.route);
    const qint64 begun = trace.handledNs != 0 ? trace.handledNs : trace.wholeNs; // the gate's own has no handler
    const qint64 answered = trace.answeredNs != 0 ? trace.answeredNs : endNs;
    const qint64 served = endNs - trace.wholeNs;
    const bool isSlow = answered - begun >= slow || served >= std::max(slow, slowWithQueueNs);
    Slab& mine = slab();
    Kept kept = Kept::Sampled;
    if (trace.isShed)
        kept = Kept::Shed;
    else if (trace.status >= 500)
        kept = Kept::Failed;
    else if (isSlow)
        kept = Kept::Slow;
    else if (trace.status >= 400 && !isEveryday(trace.status))
        kept = Kept::Refused;
    else if (!mine.takesSample(endNs) && trace.wholeNs - trace.arrivedNs < alwaysSlowNs)
        return; // the slow client's own are samples, too
    keep(mine, kept, isSlow, trace, endNs, id, client);
}

void RequestTraces::keep(Slab& slab, Kept kept, bool isSlow, const Trace& trace, qint64 endNs, const QByteArray& id,
                         const QByteArray& client)
{
    const qint64 nowMs = m_clock.wallMs();
    TraceRing& ring = slab.rings[size_t(kept)];
    // Only this thread adds to the ring, so it may look at it without the lock.
    if (!slab.hasRoom(kept, endNs) || !ring.wants(endNs - trace.wholeNs, nowMs)) {
        m_dropped.fetch_add(1, std::memory_order_relaxed);
        return;
    }
    RequestTrace made;
    made.number = m_number.fetch_add(1, std::memory_order_relaxed) + 1;
    made.id = copyOf(id);
    made.route = m_routes[qsizetype(std::min(size_t(trace.route), m_slowNs.size() - 1))];
    made.client = copyOf(client);
    made.reason = QByteArray(trace.reason);
    made.durationNs = endNs - trace.arrivedNs;
    made.readNs = trace.wholeNs - trace.arrivedNs;
    made.startedAtMs = nowMs - made.durationNs / 1'000'000;
    made.status = trace.status;
    made.kept = kept;
    made.isSlow = isSlow;
    made.hasLeft = trace.hasLeft;
    made.spans = spansOf(trace, endNs);
    made.leftOut = trace.leftOut();
    made.leftOutNs = trace.leftOutNs();
    {
        const std::lock_guard lock(slab.mutex);
        ring.add(std::move(made));
    }
    m_revision.fetch_add(1, std::memory_order_release); // after it is there: who sees the one finds the other
}

std::optional<KeptRequests> RequestTraces::kept(quint64 revision) const
{
    KeptRequests all;
    all.revision = m_revision.load(std::memory_order_acquire);
    if (all.revision == revision)
        return std::nullopt;
    std::vector<TraceRing::Entry> entries;
    {
        const std::lock_guard lock(m_mutex);
        for (const auto& [thread, slab] : m_slabs) {
            const std::lock_guard own(slab->mutex);
            for (const TraceRing& ring : slab->rings)
                entries.insert(entries.end(), ring.entries().begin(), ring.entries().end());
        }
    }
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
        return a->startedAtMs != b->startedAtMs ? a->startedAtMs > b->startedAtMs : a->number > b->number;
    });
    const qint64 since = m_clock.wallMs() - TraceRing::minutesMs;
    for (const auto& entry : entries) {
        if (entry->startedAtMs >= since)
            all.requests.append(*entry);
    }
    return all;
}

} // namespace zg::telemetry
