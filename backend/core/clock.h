// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <atomic>
#include <chrono>

namespace zg {

/// Time as the program sees it: monotonic for intervals, wall for what is stored. Tests set their own.
/// Thread: any.
class Clock
{
public:
    virtual ~Clock() = default;
    virtual std::chrono::nanoseconds monotonic() const = 0; ///< since some fixed moment
    /// The same, up to 4 ms behind and several times cheaper to ask: for times to live.
    virtual std::chrono::nanoseconds coarse() const { return monotonic(); }
    virtual qint64 wallMs() const = 0; ///< milliseconds since 1970, UTC

    static const Clock& system();
};

/// A clock that moves when told to.
class ManualClock final : public Clock
{
public:
    explicit ManualClock(qint64 wallMs = 1'760'000'000'000)
        : m_startWallMs(wallMs)
    {
    }
    std::chrono::nanoseconds monotonic() const override { return std::chrono::nanoseconds(m_ns.load()); }
    qint64 wallMs() const override { return m_startWallMs + m_ns.load() / 1'000'000; }
    void advance(std::chrono::nanoseconds by) { m_ns.fetch_add(by.count()); }

private:
    const qint64 m_startWallMs;
    std::atomic<qint64> m_ns{0};
};

} // namespace zg
