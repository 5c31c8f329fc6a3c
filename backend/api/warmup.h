// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "core/task.h"

#include <QtGlobal>

#include <atomic>
#include <memory>

namespace zg::shop {
class Shop;
}

namespace zg::api {

class JsonCache;

/// Brings what shoppers look at first into memory, and tells the cache's filter which products there are, one read
/// after the other, so that nobody waits for it.
/// Thread: any; the reads run on the executor of whoever calls start().
class WarmUp final
{
public:
    enum class State : quint8 { Idle, Running, Done, Failed };
    struct Figures
    {
        State state = State::Idle;
        qint64 answers = 0; ///< brought into memory by the last run
        qint64 ids = 0;     ///< put into the filter by it
        qint64 tookMs = 0;
        bool operator==(const Figures&) const = default;
    };

    WarmUp(JsonCache& cache, shop::Shop& shop, const Clock& clock = Clock::system());
    Q_DISABLE_COPY_MOVE(WarmUp)

    /// Begins anew, at the start and after the cache was cleared; a run under way ends. Until it is done the filter
    /// denies nothing.
    void start();
    /// A run under way ends with its next read.
    void stop() { m_run.fetch_add(1, std::memory_order_acq_rel); }
    Figures figures() const;

    static constexpr int listPages = 3;        ///< of the newest products, as the contract's default shows them
    static constexpr int newestProducts = 100; ///< each by itself

private:
    Task<> run(qint64 number);
    Task<Result<void>> fillFilter(qint64 number);
    Task<Result<void>> fillMemory(qint64 number);
    bool isOver(qint64 number) const { return m_run.load(std::memory_order_acquire) != number; }

    JsonCache& m_cache;
    shop::Shop& m_shop;
    const Clock& m_clock;
    std::atomic<qint64> m_run{0}; ///< the number of the run that may go on
    std::atomic<State> m_state{State::Idle};
    std::atomic<qint64> m_answers{0}, m_ids{0}, m_tookMs{0};
};

} // namespace zg::api
