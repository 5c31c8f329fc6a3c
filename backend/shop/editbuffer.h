// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/executor.h"
#include "core/task.h"
#include "shop/productwrites.h"
#include "telemetry/snapshot.h"

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace zg::shop {

class Writer;

/// How edits are written behind their answers.
struct BehindSettings
{
    std::chrono::milliseconds delay{200}; ///< an edit is at risk for about so long
    int products = 256;                   ///< with edits waiting; those of one more are written at once
};

/// Edits of products that were answered before they are written. Whoever reads a product puts what waits for it on top
/// (overlay()); whoever needs it in the database (lists, orders, stock) has it written first (settle()). What waits is
/// written after a short delay, and at the end; while it cannot be, it stays. Never stock, never orders.
/// Thread: any; the writing is a thread's of its own.
class EditBuffer final
{
public:
    /// What waits for one product; never changed, but replaced.
    struct Waiting
    {
        std::vector<AnsweredEdit> edits;
        qint64 version = 0;               ///< answered for the last of them
        std::chrono::nanoseconds since{}; ///< monotonic, of the first

        Product over(Product product) const;
    };
    using Overlay = std::shared_ptr<const Waiting>; ///< null: nothing waits

    EditBuffer(Writer& writer, const Clock& clock, BehindSettings settings);
    ~EditBuffer(); ///< stops
    Q_DISABLE_COPY_MOVE(EditBuffer)

    Overlay overlay(ProductId id) const;
    /// Takes an edit, if `seen` is still what waits for the product.
    enum class Taken : quint8 { Yes, Changed, Full };
    Taken take(ProductId id, const Overlay& seen, const AnsweredEdit& edit, qint64 version);

    /// After it nothing waits of what was answered before, for these products (none named: for any).
    /// @errors what the writing gave
    Task<Result<void>> settle(QList<ProductId> ids);
    /// Writes what waits, if it can be, and ends the thread. Nothing is taken any more.
    void stop();
    telemetry::WriteBehindFigures figures() const;

private:
    using Map = std::map<ProductId, Overlay>;
    using Waiter = Completion<Result<void>>;

    bool isWaiting(const QList<ProductId>& ids) const; // with m_mutex held
    void join(const QList<ProductId>& ids, Waiter& waiter);
    void work();
    Result<void> write(const Map& batch);
    void settled(const Map& batch, const Result<void>& done); // with m_mutex held

    Writer& m_writer;
    const Clock& m_clock;
    const BehindSettings m_settings;
    mutable std::mutex m_mutex; // guards what follows
    std::condition_variable m_wake;
    Map m_waiting; // also what is being written: it leaves when it is in the database
    std::vector<Waiter*> m_waiters;
    telemetry::WriteBehindFigures m_figures;
    bool m_isStopped = false;
    std::thread m_thread;
};

} // namespace zg::shop
