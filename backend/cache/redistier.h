// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cache/entry.h"
#include "core/settings.h"
#include "redis/client.h"

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>

namespace zg::cache {

/// Finished answers in Redis, behind memory and before the database, shared by the nodes.
/// Who finds nothing takes a lease before he reads the database, and his value is kept only if the lease is still
/// there: every change takes away value and lease, so that nothing read before it can come back. A change of counters
/// patches the value in its place unless that is newer already. While this node's own change is not confirmed by Redis
/// it reads past Redis. All names belong to a generation; whoever was cut off from Redis begins a new one before it
/// uses Redis again, since its changes may not have got there. Thread: any.
class RedisTier final
{
public:
    /// What a look-up came to, to be given to fill() with what the database said.
    struct Answer
    {
        std::optional<Entry> entry; ///< it was there, or is known not to exist
        QByteArray key, lease;      ///< empty: Redis was passed by, and is not filled
        bool wasAsked = false;
    };
    /// A product's counters after a commit.
    struct Counters
    {
        qint64 version = 0, stock = 0, sales = 0;
        QByteArray updatedAt; ///< as in its JSON
    };
    /// What one commit changed.
    class Changes final
    {
    public:
        void drop(QByteArray name) { m_arguments.push_back({std::move(name), {}}); }
        void patch(QByteArray name, Counters counters)
        {
            m_arguments.push_back({std::move(name), std::move(counters)});
        }

    private:
        friend class RedisTier;
        std::vector<std::pair<QByteArray, std::optional<Counters>>> m_arguments;
    };

    /// @param channel where changes are told, with the message given to change()
    /// @param beginning what is told there when a new generation begins; the generation follows
    RedisTier(redis::Client& client, const CacheSettings& settings, QByteArray channel, QByteArray beginning);
    Q_DISABLE_COPY_MOVE(RedisTier)

    /// Thread: one with an event loop.
    Task<Answer> read(QByteArray name);
    void fill(const Answer& answer, const Entry& entry);

    /// Hands over to Redis what a commit changed, and tells the other nodes, in one step there. Does not wait. From its
    /// return this node does not read the old values from Redis any more.
    void change(const Changes& changes, const QByteArray& message);

    /// What Redis holds under a name.
    struct Held
    {
        qint64 bytes = 0;
        std::chrono::milliseconds left{0};
        bool isAbsent = false; ///< that there is no such thing
    };
    /// Thread: one with an executor, with or without an event loop. @errors DependencyDown
    Task<Result<std::optional<Held>>> held(QByteArray name);
    /// Takes out every name that begins so, some hundred at a time, so that Redis serves others meanwhile; from then on
    /// nobody fills in what he read before. Thread: likewise. @return how many there were @errors DependencyDown
    Task<Result<qint64>> dropAll(QByteArray prefix);

    /// Told by the one who listens on the channel: false while messages may be missed; then Redis is passed by, since
    /// another node may have begun a new generation.
    void setListening(bool listening) { m_listening.store(listening, std::memory_order_release); }
    void setGeneration(quint64 generation) { m_generation.store(generation, std::memory_order_release); }
    /// Asks Redis which generation it is. Blocking.
    Result<void> readGeneration();
    bool isUsed() const { return m_listening.load(std::memory_order_acquire) && m_client.isUp(); }

    struct Figures
    {
        qint64 hits = 0, misses = 0, bypasses = 0;
        bool operator==(const Figures&) const = default;
    };
    Figures figures() const;

private:
    static constexpr size_t slots = 65'536; ///< names that share one pass Redis by a moment longer than they must
    struct alignas(64) Tally
    {
        std::atomic<qint64> hits{0}, misses{0}, bypasses{0};
    };
    static size_t slotOf(const QByteArray& name) { return qHashBits(name.constData(), size_t(name.size())) % slots; }
    QByteArray keyOf(const QByteArray& name) const;
    Result<void> beginGeneration(const std::function<Result<redis::Reply>(const redis::Command&)>& ask);
    void confirm(const std::vector<size_t>& changed);
    Task<Result<redis::Reply>> ask(redis::Command command);
    Tally& tally();

    redis::Client& m_client;
    const std::chrono::milliseconds m_timeToLive, m_negativeTimeToLive;
    const int m_jitterPercent;
    const QByteArray m_channel, m_beginning;
    const redis::Script m_begin, m_change, m_fill, m_look;
    std::atomic<quint64> m_generation{0};
    std::atomic<bool> m_listening{false};
    std::unique_ptr<std::array<std::atomic<qint32>, slots>> m_unconfirmed; ///< changes on their way to Redis, by slot
    std::array<Tally, 8> m_tallies;
};

} // namespace zg::cache
