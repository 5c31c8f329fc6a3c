// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <chrono>
#include <memory>

namespace zg::cache {

/// The number of a family of keys, given by MemoryCache::addFamily().
enum class Family : quint8 {};

/// What becomes of a value after its time to live. Soft: it is kept for CacheSettings::staleTime and given to readers
/// while a new one is loaded, or cannot be.
enum class Lapse : quint8 { Hard, Soft };

/// What is cached under a key. Copies share it.
struct Entry
{
    QByteArray value;                        ///< null: known not to exist
    std::shared_ptr<const void> payload;     ///< what the value was made from, if a reader needs that too
    qint64 payloadBytes = 0;                 ///< its size in memory, counted with the value's
    std::chrono::milliseconds timeToLive{0}; ///< 0: the family's
    std::chrono::seconds age{0};             ///< for a reader of an old value: since it was loaded; 0: not old

    Entry() = default;
    Entry(QByteArray value_)
        : value(std::move(value_))
    {
    }
    Entry(QByteArray value_, std::shared_ptr<const void> payload_, qint64 payloadBytes_)
        : value(std::move(value_))
        , payload(std::move(payload_))
        , payloadBytes(payloadBytes_)
    {
    }
    static Entry absent() { return {}; }
    bool isAbsent() const { return value.isNull(); }
    bool isStale() const { return age.count() > 0; }
};

/// What was true of a key when somebody began to read its source.
struct Ticket
{
    Family family{};
    QByteArray key;
    size_t hash = 0;
    quint64 version = 0;
    quint64 epoch = 0;
    qint64 beganNs = 0;
};

} // namespace zg::cache
