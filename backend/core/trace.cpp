// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace.h"

namespace zg {

constinit thread_local Trace* Trace::t_current = nullptr;

namespace {
/// Places that statements leave free for what comes after them.
constexpr size_t reserved = 4;

bool isStatement(Step step)
{
    return step == Step::Statement || step == Step::GroupStatement;
}
} // namespace

void Trace::add(Step step, qint64 beginNs, qint64 endNs, const char* name) noexcept
{
    if (m_count >= maxSpans - (isStatement(step) ? reserved : 0)) {
        m_leftOut += isStatement(step) ? 1 : 0;
        m_leftOutNs += endNs - beginNs;
        return;
    }
    m_spans[m_count++] = {beginNs, endNs, name, step};
}

void Trace::addGroup(const Trace& group) noexcept
{
    for (const Span& span : group.spans())
        add(Step::GroupStatement, span.beginNs, span.endNs, span.name);
    m_leftOut += group.m_leftOut;
}

void TracedWait::note() noexcept
{
    const qint64 now = Trace::now();
    const qint64 ended = m_endedNs != 0 ? m_endedNs : now; // resumed by whoever ended it
    if (m_step != Step::Return)
        m_trace->add(m_step, m_beganNs, ended);
    if (m_endedNs != 0)
        m_trace->add(Step::Return, ended, now);
}

TracedWork::TracedWork(const TracedWait& wait) noexcept
    : m_scope(wait.trace())
{
    Trace* const trace = wait.trace();
    if (!trace)
        return;
    m_beganNs = Trace::now();
    trace->add(Step::Worker, wait.beganNs(), m_beganNs);
    m_spansBefore = trace->spans().size();
}

void TracedWork::end() noexcept
{
    Trace* const trace = Trace::current();
    if (trace && trace->spans().size() == m_spansBefore)
        trace->add(Step::Work, m_beganNs, Trace::now());
}

} // namespace zg
