// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor.h"
#include "core/result.h"

#include <atomic>
#include <deque>
#include <mutex>

namespace zg::cache {

/// Lets so many loads through at a time; more wait in order, and beyond that they are refused at once: a cache that
/// was emptied does not empty itself on the database. Thread: any.
class LoaderGate final
{
public:
    struct Figures
    {
        int loading = 0, waiting = 0;
        qint64 refused = 0;
        bool operator==(const Figures&) const = default;
    };

    /// A place inside; going gives it to the one who waits longest.
    class Pass final
    {
    public:
        explicit Pass(LoaderGate& gate)
            : m_gate(gate)
        {
        }
        ~Pass() { m_gate.leave(); }
        Q_DISABLE_COPY_MOVE(Pass)

    private:
        LoaderGate& m_gate;
    };

    LoaderGate(int places, int queue);
    Q_DISABLE_COPY_MOVE(LoaderGate)

    /// Takes a place (a Pass must follow), unless all are taken.
    bool tryEnter();
    /// Fulfils when there is a place (a Pass must follow). @errors Overloaded at once, when too many wait
    void enter(Completion<Result<void>>& waiter);
    /// Those who wait, and all who come, are refused. @errors for them: ShuttingDown
    void close();
    Figures figures() const;

private:
    void leave();

    const int m_places;
    const size_t m_queue;
    mutable std::mutex m_mutex; // guards what follows
    int m_loading = 0;
    bool m_isClosed = false;
    std::deque<Completion<Result<void>>*> m_waiting;
    qint64 m_refused = 0;
};

} // namespace zg::cache
