// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/requesttrace.h"

#include <deque>
#include <memory>

namespace zg::telemetry {

/// Room for kept traces of one kind, bounded in number and in bytes. When it is full the oldest goes; or, where the
/// slowest are wanted, the one that was served most quickly, unless there is one from longer ago than the last minutes.
/// Thread: one at a time.
class TraceRing final
{
public:
    enum class Keeps : quint8 { Newest, Slowest };
    using Entry = std::shared_ptr<const RequestTrace>;
    static constexpr qint64 minutesMs = 5 * 60'000; ///< "the last minutes" that are shown

    TraceRing(Keeps keeps, size_t places, qint64 bytes);

    /// False: it would be the first to go again.
    bool wants(qint64 servedNs, qint64 nowMs) const;
    void add(RequestTrace trace);
    const std::deque<Entry>& entries() const { return m_entries; } ///< as they came
    qint64 bytes() const { return m_bytes; }

private:
    void dropOne(qint64 nowMs);

    const Keeps m_keeps;
    const size_t m_places;
    const qint64 m_bytesMax;
    std::deque<Entry> m_entries;
    qint64 m_bytes = 0;
    qint64 m_quickestNs = 0; // of those that are kept
};

/// The memory that one of them takes.
qint64 bytesOf(const RequestTrace& trace);

} // namespace zg::telemetry
