// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace.h"

#ifndef Q_MOC_RUN // moc 6.4 cannot read libstdc++'s <concepts> behind <coroutine>
#include <coroutine>
#endif
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace zg {

/// Where a coroutine goes on: each I/O thread, and the main thread, has one. A coroutine that waits for a worker or for
/// the committer remembers the executor it stood on and is posted back to it.
/// Thread: post() any; current() is the calling thread's own.
class Executor
{
public:
    virtual ~Executor() = default;
    /// Resumes `handle` on this executor's thread, later. Never runs it inline, never blocks.
    virtual void post(std::coroutine_handle<> handle) = 0;
    /// The same for several at once: one wake-up.
    virtual void postAll(std::span<const std::coroutine_handle<>> handles)
    {
        for (const auto handle : handles)
            post(handle);
    }
    /// post(), or kept back while the calling thread holds a PostBatch.
    void deliver(std::coroutine_handle<> handle);

    /// The calling thread's executor; nullptr on threads that have none (workers, tests that call blocking forms).
    static Executor* current() noexcept;
    /// Installs (or with nullptr removes) the calling thread's executor.
    static void setCurrent(Executor* executor) noexcept;
};

/// Resumes a coroutine, whosever it is: afterwards the thread works for whom it worked before.
inline void resume(std::coroutine_handle<> handle)
{
    const TraceScope scope(Trace::current());
    handle.resume();
}

/// Keeps back what the thread delivers until it goes: a commit that answers a hundred requests wakes each I/O thread
/// once. Thread: one, and not nested.
class PostBatch final
{
public:
    PostBatch() noexcept;
    ~PostBatch();
    PostBatch(const PostBatch&) = delete;
    PostBatch& operator=(const PostBatch&) = delete;

private:
    friend class Executor;
    struct Lot
    {
        Executor* executor;
        std::vector<std::coroutine_handle<>> handles;
    };
    std::vector<Lot> m_lots;
};

/// What a coroutine awaits while another thread computes a T. The other thread calls fulfil() once, from anywhere;
/// the awaiting coroutine wakes on its own executor, and works for its own request there. Must outlive the wait: it
/// lives in the awaiting coroutine's frame.
template <class T>
class Completion final
{
public:
    explicit Completion(Step step = Step::Wait)
        : m_executor(Executor::current())
        , m_wait(step)
    {
    }
    Completion(const Completion&) = delete;
    Completion(Completion&&) = default; // GCC 12 moves an awaiter into the frame, before it is started
    Completion& operator=(const Completion&) = delete;

    /// Thread: any, once, and only after await_suspend has stored the handle: start the work from start().
    void fulfil(T value)
    {
        m_value.emplace(std::move(value));
        m_wait.end();
        m_executor->deliver(m_handle); // the frame may be gone after this line
    }

    void setHandle(std::coroutine_handle<> handle) noexcept
    {
        m_handle = handle;
        m_wait.begin();
    }
    T take()
    {
        m_wait.resume();
        return std::move(*m_value);
    }
    const TracedWait& wait() const { return m_wait; }

private:
    Executor* m_executor;
    TracedWait m_wait;
    std::coroutine_handle<> m_handle;
    std::optional<T> m_value;
};

/// `co_await awaitCompletion<T>(start)`: suspends, then calls start(Completion<T>&), which hands the completion to
/// another thread.
template <class T, class Start>
class [[nodiscard]] Await final
{
public:
    Await(Start start, Step step)
        : m_start(std::move(start))
        , m_completion(step)
    {
    } // a constructor: GCC 12 destroys aggregate awaiters twice
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> handle)
    {
        m_completion.setHandle(handle);
        auto start = std::move(m_start); // the frame, and this, may be gone before start() returns
        start(m_completion);
    }
    T await_resume() { return m_completion.take(); }

private:
    Start m_start;
    Completion<T> m_completion;
};

/// @param step what it waits for; Return: whoever does the work notes that in the request's trace
template <class T, class Start>
Await<T, Start> awaitCompletion(Start start, Step step = Step::Wait)
{
    return Await<T, Start>(std::move(start), step);
}

} // namespace zg
