// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <array>

namespace zg::telemetry {

/// How a request ended, as the charts and /metrics count it. Shed: refused by limits or overload (429, 503).
enum class Outcome : quint8 { Ok, ClientError, ServerError, Shed };
inline constexpr int outcomeCount = 4;

/// Microseconds; 0 when nothing was measured.
struct Percentiles
{
    qint64 p50Us = 0, p95Us = 0, p99Us = 0, maxUs = 0;
    bool operator==(const Percentiles&) const = default;
};

/// The upper ends of /metrics' latency buckets.
inline constexpr std::array<qint64, 12> durationBoundsUs{500,    1'000,   2'500,   5'000,   10'000,    25'000,
                                                         50'000, 100'000, 250'000, 500'000, 1'000'000, 2'500'000};

struct RouteFigures
{
    QString route;                                 ///< "GET /api/v1/products/{id}"
    std::array<qint64, outcomeCount> requests{};   ///< since start, by outcome
    double ratePerS = 0;                           ///< over the last whole second
    Percentiles latency;                           ///< over the last minute
    qint64 totalUs = 0;                            ///< time spent, since start
    std::array<qint64, outcomeCount> lastMinute{}; ///< requests over the last minute, by outcome
    qint64 lastMinuteUs = 0;                       ///< time spent over the last minute, without what was shed
    /// Since start, without what was shed: how many took at most durationBoundsUs[i], how many in all, their sum.
    std::array<qint64, durationBoundsUs.size()> durationBuckets{};
    qint64 durationCount = 0, durationUs = 0;
    bool operator==(const RouteFigures&) const = default;
};

struct PoolFigures
{
    int active = 0, idle = 0, waiting = 0, total = 0, maximum = 0;
    qint64 timeouts = 0, created = 0, leaks = 0;
    Percentiles wait, use, creation;
    qint64 waits = 0, waitUs = 0, uses = 0, useUs = 0, creationUs = 0; ///< since start: how many and how long together
    bool operator==(const PoolFigures&) const = default;
};

/// Why a look-up found nothing in memory.
enum class MissCause : quint8 {
    FirstSeen, ///< as far as memory remembers, it never was there
    Expired,   ///< its time to live was over
    Evicted,   ///< it went to make room
    Edited,    ///< staff changed what it shows
    Ordered,   ///< an order, or a correction of the stock, changed what it shows
    Remote,    ///< another node changed it, or told to drop it
    CutOff,    ///< for a while nobody could tell what others changed
    Dropped,   ///< by hand
    NotKept,   ///< too large for memory, or memory is passed by
};
inline constexpr int missCauseCount = 9;
inline constexpr std::array<const char*, missCauseCount> missCauseNames{
    "first_seen", "expired", "evicted", "edited", "ordered", "other_node", "cut_off", "dropped", "not_kept"};

/// One key family ("product", "product_list", "order_list", …).
struct CacheFamilyFigures
{
    QString family;
    qint64 hits = 0, misses = 0, negativeHits = 0, loads = 0, loadUs = 0, invalidations = 0, evictions = 0;
    qint64 entries = 0, bytes = 0;
    qint64 staleHits = 0; ///< answered with an old value, while a new one was loaded or could not be
    std::array<qint64, missCauseCount> missCauses{}; ///< `misses`, by cause
    /// Look-ups that memory answered: also "there is none", and an old value.
    qint64 allHits() const { return hits + negativeHits + staleHits; }
    qint64 lookups() const { return allHits() + misses; }
    /// The time that loads would have taken in place of these hits, by the mean of those there were.
    qint64 savedUs() const { return loads > 0 ? qint64(double(allHits()) * double(loadUs) / double(loads)) : 0; }
    bool operator==(const CacheFamilyFigures&) const = default;
};

/// A key that memory answers for often, from samples of the last minutes.
struct HotKeyFigures
{
    QString family, key; ///< the key as people write it: "42", "sort=newest&limit=20"
    QString name;        ///< the product's, while memory holds it
    double share = 0;    ///< of all hits, at least
    bool operator==(const HotKeyFigures&) const = default;
};

/// What keeps the database from a storm of loads.
struct CacheGuardFigures
{
    QString policy;                  ///< "cache_aside", "write_through", "write_behind"
    int loading = 0, waiting = 0;    ///< loads under way, and those that wait for their turn
    qint64 refused = 0;              ///< loads that found too many waiting
    qint64 filtered = 0;             ///< look-ups of products that there are not, by the filter of ids
    qint64 filterIds = 0;            ///< ids that it knows
    bool filterDenies = false;       ///< it is filled and trusted
    qint64 warmed = 0, warmUpMs = 0; ///< answers the last warm-up brought into memory, and how long it took
    bool operator==(const CacheGuardFigures&) const = default;
};

/// Edits that were answered and are not in the database yet.
struct WriteBehindFigures
{
    int queued = 0;
    qint64 oldestMs = 0;                                           ///< how long the oldest of them waits
    qint64 written = 0, coalesced = 0, failed = 0, overflowed = 0; ///< failed: tries; overflowed: written at once
    int waiters = 0;                                               ///< who wait until they are written
    bool operator==(const WriteBehindFigures&) const = default;
};

struct CommitterFigures
{
    qint64 groups = 0, jobs = 0, failedGroups = 0, refused = 0;
    int queued = 0, lastGroup = 0;
    qint64 lastCommitUs = 0, lastQueueUs = 0;
    bool operator==(const CommitterFigures&) const = default;
};

struct WorkerFigures
{
    QString name;
    int threads = 0, busy = 0, queued = 0;
    qint64 done = 0, refused = 0, lastQueueUs = 0;
    bool operator==(const WorkerFigures&) const = default;
};

struct ProcessFigures
{
    double cpuSeconds = 0; ///< user + system, since start
    qint64 residentBytes = 0;
    int openFiles = 0, threads = 0;
    int maxFiles = 0; ///< how many may be open
    qint64 startedAtMs = 0;
    double uptimeS = 0;
    bool operator==(const ProcessFigures&) const = default;
};

/// One circuit breaker ("wechat", "redis").
struct BreakerFigures
{
    enum class State : quint8 { Closed, HalfOpen, Open };
    QString name;
    State state = State::Closed;
    qint64 successes = 0, failures = 0, refused = 0, opened = 0; ///< opened: how many times
    bool operator==(const BreakerFigures&) const = default;
};

/// The Redis that several nodes share.
struct RedisFigures
{
    bool configured = false;
    bool connected = false;                                ///< usable just now
    qint64 commands = 0, errors = 0;                       ///< of this node, since start
    qint64 connects = 0, reconnects = 0;                   ///< connections opened; times Redis came back
    qint64 messages = 0;                                   ///< heard by publish/subscribe
    Percentiles latency;                                   ///< of a command, since start
    qint64 latencyCount = 0, latencyUs = 0;                ///< how many and how long together
    qint64 usedMemoryBytes = 0, keys = 0;                  ///< Redis' own, some seconds old
    qint64 tierHits = 0, tierMisses = 0, tierBypasses = 0; ///< look-ups of finished answers
    bool operator==(const RedisFigures&) const = default;
};

/// One queue the load shedder watches.
struct QueueFigures
{
    QString queue;
    double admitted = 1;            ///< the share of new work let in
    qint64 refused = 0, waitUs = 0; ///< the shortest wait of the last interval
    bool operator==(const QueueFigures&) const = default;
};

/// One of the nodes on the same database, as it last told them. Times are the database's.
struct NodeFigures
{
    enum class State : quint8 { Serving, Draining, Gone };
    QString id, name, address, version; ///< id: of one run
    State state = State::Serving;
    qint64 startedAtMs = 0, lastSeenMs = 0, silentMs = 0; ///< silent: how long it had said nothing when it was asked
    double ratePerS = 0;
    int inFlight = 0, connections = 0;
    qint64 p99Us = 0;
    bool isSelf = false;
    bool operator==(const NodeFigures&) const = default;
};

/// The right to do the jobs that one node at a time does.
struct LeaseFigures
{
    QString lease, holder; ///< holder: the node's name
    bool isHeld = false;   ///< by this node
    qint64 fence = 0;      ///< grew with each change of holder
    bool operator==(const LeaseFigures&) const = default;
};

struct SlowStatement
{
    QString name; ///< "product.list.newest"
    QString text;
    QString plan; ///< the engine's plan, one step a line
    qint64 calls = 0, totalUs = 0, maxUs = 0, lastAtMs = 0;
    bool fullScan = false;
    bool operator==(const SlowStatement&) const = default;
};

/// A product whose stock is not what its ledger adds up to.
struct LedgerDrift
{
    qint64 productId = 0, stock = 0, ledger = 0, atMs = 0;
    QList<qint64> orders; ///< of the product's last rows in the ledger, newest first
    bool operator==(const LedgerDrift&) const = default;
};

/// The stock held against its ledger: what commits touched at once, the whole ledger once a night.
struct LedgerFigures
{
    qint64 groups = 0, products = 0; ///< commits seen, and products checked after them
    int due = 0;                     ///< products that were touched and not checked yet
    qint64 drifts = 0;               ///< found since the start
    qint64 standing = 0;             ///< found, and no pass over the whole ledger was clean since
    QList<LedgerDrift> last;         ///< newest first
    qint64 checkedAtMs = 0;          ///< when something was last checked; 0: nothing yet
    qint64 passes = 0, passedAtMs = 0, passTookMs = 0, passedProducts = 0; ///< over the whole ledger; of the last one
    bool isPassing = false;
    qint64 passProducts = 0; ///< of the one under way
    bool operator==(const LedgerFigures&) const = default;
};

/// Orders and money, from the shop's own counters.
struct ShopFigures
{
    qint64 ordersTotal = 0; ///< placed since start
    qint64 paidTotal = 0;
    qint64 ordersToday = 0;     ///< placed since local midnight, from the database
    qint64 takingsTodayFen = 0; ///< paid since local midnight
    bool operator==(const ShopFigures&) const = default;
};

/// One read replica of the database.
struct ReplicaFigures
{
    QString address;     ///< "10.0.0.2:5432/shop"
    bool isUsed = false; ///< reads go there
    qint64 lagMs = -1;   ///< since when it has all of the primary's past; -1: not known
    qint64 reads = 0, failures = 0;
    bool operator==(const ReplicaFigures&) const = default;
};

/// What one stock strategy has done since the start.
struct StrategyFigures
{
    QString strategy; ///< "group", "optimistic", "pessimistic", "redis_lock"
    bool inForce = false;
    qint64 orders = 0, conflicts = 0,
           gaveUp = 0; ///< conflicts: tried again; gaveUp: refused, others were always quicker
    bool operator==(const StrategyFigures&) const = default;
};

/// The node at one moment. A value: taking it never blocks those who count.
struct Snapshot
{
    qint64 atMs = 0;
    QString node, version, database, cache; ///< as in /api/v1/status
    qint64 requestsTotal = 0;
    std::array<qint64, outcomeCount> outcomes{};
    int inFlight = 0;
    int connections = 0;
    double ratePerS = 0;  ///< over the last whole second
    Percentiles latency;  ///< over the last whole second
    qint64 loopLagUs = 0; ///< the worst I/O thread's, over the last second
    QList<RouteFigures> routes;
    PoolFigures pool;
    QList<CacheFamilyFigures> cacheFamilies;
    QList<HotKeyFigures> hotKeys; ///< most first
    qint64 cacheBytes = 0, cacheLimitBytes = 0;
    qint64 cacheRecordBytes = 0; ///< what the causes of misses and the hottest keys take, beside the entries
    CacheGuardFigures cacheGuards;
    WriteBehindFigures writeBehind;
    CommitterFigures committer;
    QList<WorkerFigures> workers;
    ProcessFigures process;
    ShopFigures shop;
    LedgerFigures ledger;
    QList<StrategyFigures> strategies; ///< those that were used
    QList<ReplicaFigures> replicas;
    QList<SlowStatement> slowStatements;
    QList<BreakerFigures> breakers;
    QList<QueueFigures> queues;
    QList<NodeFigures> nodes; ///< on the same database, this one first
    QList<LeaseFigures> leases;
    RedisFigures redis;
    bool operator==(const Snapshot&) const = default;
};

/// One second (or one minute: means of rates, maxima of percentiles and depths) of the time series.
struct Sample
{
    qint64 atMs = 0; ///< its beginning
    std::array<float, outcomeCount> ratePerS{};
    float p50Us = 0, p95Us = 0, p99Us = 0;
    float inFlight = 0, queued = 0, connections = 0;
    float cacheHitsPerS = 0, cacheMissesPerS = 0;
    float poolActive = 0, poolIdle = 0, poolWaiting = 0;
    float ordersPerMinute = 0;
    qint64 takingsTodayFen = 0;
    bool operator==(const Sample&) const = default;
};

/// Something that happened, for the time axis.
struct Marker
{
    enum class Kind : quint8 {
        Start,
        Deploy, ///< a node with another version came
        BreakerOpened,
        LoadTest,
        Problem,
        BreakerClosed,
        ReplicaLeft,
        ReplicaBack,
        NodeCame,
        NodeGone,
        Drift, ///< a product's stock is not its ledger's sum
        StrategyChanged,
        PoolChanged,
        Well, ///< a problem is over
    };
    qint64 atMs = 0;
    Kind kind = Kind::Start;
    QString text; ///< of whom: the breaker's, replica's, node's or strategy's name, the version; a problem's sentence
    bool operator==(const Marker&) const = default;
};

} // namespace zg::telemetry
