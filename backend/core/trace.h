// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <array>
#include <chrono>
#include <span>

namespace zg {

/// What a request's time is spent on, in the order of its way.
enum class Step : quint8 {
    Read,           ///< from its first byte until it was whole
    Queue,          ///< until its handler ran
    Token,          ///< who calls, and may he
    Cache,          ///< looked up in memory
    SharedLoad,     ///< waited for what another request was loading already
    LoadTurn,       ///< waited for its turn to load
    Redis,          ///< one command there and back
    Worker,         ///< waited for a worker thread
    Connection,     ///< waited for a pooled connection
    Statement,      ///< one SQL statement with its rows
    Work,           ///< a worker's work that is no SQL: a password's hash
    CommitQueue,    ///< waited for the committer
    Commit,         ///< the group's transaction, to the end of its COMMIT
    GroupStatement, ///< one SQL statement of that transaction, for all of the group
    Return,         ///< from where the work was done back to its own thread
    Wait,           ///< waited for something else
    Write           ///< from the finished answer until the socket had taken it
};
inline constexpr int stepCount = int(Step::Write) + 1;

/// Where one request's time goes, noted as it goes. It is a part of the request, and whoever works for the request
/// finds it by current(). It travels as the executor does: a coroutine that waits remembers it and has it again when it
/// goes on, a worker and a committer have it while they work for it. Work that outlives the request must not have it:
/// see TraceScope(nullptr). Noting takes no lock and no memory; what does not fit is counted. Thread: one at a time,
/// that which works for the request.
class Trace final
{
public:
    struct Span
    {
        qint64 beginNs; ///< monotonic
        qint64 endNs;
        const char* name; ///< a statement's, which outlives the trace; else nullptr
        Step step;
    };
    static constexpr size_t maxSpans = 20; ///< a read has four to six, an order about fifteen

    Trace() noexcept {} // NOLINT: the spans are written before they are read, and there is one of these a request

    static Trace* current() noexcept { return t_current; }
    static void setCurrent(Trace* trace) noexcept { t_current = trace; }
    static qint64 now() noexcept { return std::chrono::steady_clock::now().time_since_epoch().count(); }

    void add(Step step, qint64 beginNs, qint64 endNs, const char* name = nullptr) noexcept;
    /// The same for the transaction that wrote for this request and for others.
    void addGroup(const Trace& group) noexcept;
    std::span<const Span> spans() const { return {m_spans.data(), m_count}; }
    int leftOut() const { return m_leftOut; } ///< statements that found no place
    qint64 leftOutNs() const { return m_leftOutNs; }

    // The request's way itself; 0: it did not come so far.
    qint64 arrivedNs = 0;         ///< its first byte was seen
    qint64 wholeNs = 0;           ///< the same, unless it came in pieces
    qint64 handledNs = 0;         ///< its handler began
    qint64 admittedNs = 0;        ///< it was known who calls; the same when nobody is asked
    qint64 answeredNs = 0;        ///< its answer was finished
    const char* reason = nullptr; ///< the contract's slug of what went wrong
    int route = -1;
    int status = 0;            ///< as the envelope says it
    bool isFromMemory = false; ///< the whole answer was there
    bool isShed = false;
    bool hasLeft = false; ///< the client did, before the answer was out

private:
    static constinit thread_local Trace* t_current;

    qint64 m_leftOutNs = 0;
    int m_leftOut = 0;
    quint32 m_count = 0;
    std::array<Span, maxSpans> m_spans;
};

/// What this thread does until its end is for that request, or, with nullptr, for none. Nothing of the trace is touched
/// at its end: the request may be gone by then.
/// Thread: its own.
class TraceScope final
{
public:
    explicit TraceScope(Trace* trace) noexcept
        : m_before(Trace::current())
    {
        Trace::setCurrent(trace);
    }
    ~TraceScope() { Trace::setCurrent(m_before); }
    TraceScope(const TraceScope&) = delete;
    TraceScope& operator=(const TraceScope&) = delete;

private:
    Trace* const m_before;
};

/// A coroutine's wait, kept by its awaiter: it carries the trace over to the thread on which the coroutine goes on, and
/// notes what was waited for.
/// Thread: begin() and resume() the coroutine's; end() any, once, before the coroutine is woken.
class TracedWait final
{
public:
    /// @param step what is waited for; Return: whoever does the work notes that, only the way back is noted here
    explicit TracedWait(Step step) noexcept
        : m_trace(Trace::current())
        , m_step(step)
    {
    }
    void begin() noexcept
    {
        if (m_trace)
            m_beganNs = Trace::now();
    }
    void end() noexcept
    {
        if (m_trace)
            m_endedNs = Trace::now();
    }
    void resume() noexcept
    {
        Trace::setCurrent(m_trace);
        if (m_trace)
            note();
    }
    Trace* trace() const { return m_trace; } ///< whoever does the work notes it there, before end()
    qint64 beganNs() const { return m_beganNs; }

private:
    void note() noexcept;

    Trace* m_trace;
    qint64 m_beganNs = 0;
    qint64 m_endedNs = 0;
    Step m_step;
};

/// A worker's work for a coroutine that waits for it: notes how long it waited for its thread, and how long it took
/// when it noted nothing itself. Thread: the worker's.
class TracedWork final
{
public:
    explicit TracedWork(const TracedWait& wait) noexcept;
    void end() noexcept; ///< before the coroutine is woken

private:
    const TraceScope m_scope;
    qint64 m_beganNs = 0;
    size_t m_spansBefore = 0;
};

} // namespace zg
