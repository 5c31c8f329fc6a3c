// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cache/entry.h"
#include "cache/hotkeys.h"
#include "cache/loadergate.h"
#include "core/clock.h"
#include "core/executor.h"
#include "core/result.h"
#include "core/settings.h"
#include "core/task.h"
#include "telemetry/snapshot.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>

namespace zg::cache {

class Graveyard;
class Shard;
struct Flight;
struct Node;

/// On what terms a load begins.
struct LoadTerms
{
    std::function<Result<void>()> admission; ///< asked by the one who would load, before he waits for his turn
    bool isGated = true;   ///< false: it is slow and waits elsewhere, so that it is in nobody's way here
    LoadTerms() = default; // no aggregate: GCC 12 would destroy one in a co_await expression twice
};

using telemetry::MissCause;

/// An entry as it stands, for people.
struct Peek
{
    Entry entry;
    qint64 bytes = 0; ///< that it takes in memory
    std::chrono::milliseconds age{0};
    std::chrono::milliseconds left{0};  ///< of its time to live; negative: over for so long
    std::chrono::milliseconds until{0}; ///< it may be given to readers for so long yet
};

/// Finished answers in memory, bounded in bytes. What invalidate() returned for is never seen again, nor filled in
/// again by whoever had read it before; misses of one key at the same time share one load.
/// Thread: any. load() needs an executor on the calling thread.
class MemoryCache final
{
public:
    /// Reads one value from where it really is; runs on the executor of the first who asked.
    using Loader = std::function<Task<Result<Entry>>()>;

    explicit MemoryCache(const CacheSettings& settings, const Clock& clock = Clock::system());
    ~MemoryCache();
    Q_DISABLE_COPY_MOVE(MemoryCache)

    /// Names a family of keys. Before the threads start; at most 32.
    /// @param timeToLive 0: as the settings say
    Family addFamily(const QString& name, std::chrono::milliseconds timeToLive = {}, Lapse lapse = Lapse::Hard);
    std::optional<Family> familyNamed(QStringView name) const;
    QString nameOf(Family family) const { return m_families[size_t(family)].name; }

    /// The value, when it is here and not old: the way of a hit, without a coroutine. A hit on "known not to exist" is
    /// absent().
    std::optional<Entry> find(Family family, QByteArrayView key);

    /// The value from memory, from a load under way, or from `loader`, whose value is kept unless the key was
    /// invalidated meanwhile. A load that began before an invalidation answers nobody who came after it.
    /// A value that is old, and that nobody invalidated, is given at once (isStale()), and the first who gets it so
    /// starts one load in the background, on his executor; when it fails the old value stays.
    /// @return a null array (an absent() entry) when it is known not to exist
    /// @errors what the loader gives; they go to all who waited and are not kept
    Task<Result<QByteArray>> load(Family family, QByteArray key, Loader loader);
    Task<Result<Entry>> loadEntry(Family family, QByteArray key, Loader loader, LoadTerms terms = {});

    /// By hand: begin() before reading the source, put() after it. A put is dropped when the key was invalidated since.
    /// @param cause why what may be here does not do; else it is found out
    Ticket begin(Family family, QByteArray key, std::optional<MissCause> cause = {});
    bool put(const Ticket& ticket, Entry entry);

    /// For the one who changes values where they are kept: takes out what is here, so that nobody is given it any more
    /// nor fills it in again, and puts the next value in its place. Neither counts as a look-up or a load.
    /// The put is dropped when the key was invalidated in between.
    std::optional<Entry> withdraw(Family family, QByteArray key, Ticket& ticket, MissCause cause = MissCause::Ordered);
    bool replace(const Ticket& ticket, Entry entry);

    /// No load begins any more, and those that wait for their turn are refused. Before the executors end.
    void close();

    /// After these return nobody is given what was read before. The next who misses it is counted under the cause.
    /// @return whether it was here
    bool invalidate(Family family, QByteArrayView key, MissCause cause = MissCause::Edited);
    /// Takes no longer with many entries. @return how many there were, void ones too
    qint64 invalidateFamily(Family family, MissCause cause = MissCause::Edited);
    void clear(MissCause cause = MissCause::CutOff);

    /// What is here under a key; counts as nothing.
    std::optional<Peek> peek(Family family, QByteArrayView key) const;
    /// The keys with most of the hits of the last minutes, at most `count`, most first; weights are shares of all hits.
    QList<HotKey> hotKeys(int count) const;

    QList<telemetry::CacheFamilyFigures> figures() const;
    qint64 bytes() const;
    qint64 recordBytes() const; ///< what hotKeys() and the causes of misses are known from; bounded, too
    qint64 limitBytes() const { return m_limitBytes; }

    const LoaderGate& gate() const { return m_gate; }

    static constexpr int maxFamilies = 32;
    static constexpr int waitersALoader = 16; ///< loads that may wait, for each that may be under way

private:
    class Pilot;
    struct FamilyInfo
    {
        QString name;
        std::chrono::nanoseconds timeToLive{};
        std::chrono::nanoseconds staleTime{};
    };
    /// What a reader who missed does next: takes `entry`, or waits for `flight`, or (leads) loads for it. Both an entry
    /// and a flight that he leads: the entry is old.
    struct Boarding
    {
        std::optional<Entry> entry;
        std::shared_ptr<Flight> flight;
        bool leads = false;
    };

    size_t hashOf(Family family, QByteArrayView key) const noexcept;
    Shard& shardOf(size_t hash) const noexcept;
    quint64 epochOf(Family family) const noexcept;
    Boarding board(Family family, const QByteArray& key);
    Task<Result<Entry>> fetch(std::shared_ptr<Flight> flight, Loader loader, LoadTerms terms);
    void land(const std::shared_ptr<Flight>& flight, const Result<Entry>& result);
    void await(Flight& flight, Completion<Result<Entry>>& waiter);
    bool store(Shard& shard, const Ticket& ticket, std::unique_ptr<Node> node, std::chrono::nanoseconds now,
               Graveyard& dead);
    bool keep(Shard& shard, std::unique_ptr<Node> node, std::chrono::nanoseconds now, Graveyard& dead);

    const CacheSettings m_settings;
    const Clock& m_clock;
    const size_t m_seed;
    const qint64 m_limitBytes;
    LoaderGate m_gate;
    std::atomic<bool> m_isClosed{false};
    int m_familyCount = 0;
    std::array<FamilyInfo, maxFamilies> m_families;
    std::array<std::atomic<quint64>, maxFamilies> m_epochs{}; // an entry of another epoch than its family's is void
    size_t m_shardMask = 0;
    std::unique_ptr<Shard[]> m_shards;
};

} // namespace zg::cache
