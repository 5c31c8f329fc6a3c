// SPDX-License-Identifier: GPL-3.0-or-later
#include "cache/loadergate.h"

namespace zg::cache {

LoaderGate::LoaderGate(int places, int queue)
    : m_places(qMax(1, places))
    , m_queue(size_t(qMax(0, queue)))
{
}

bool LoaderGate::tryEnter()
{
    const std::lock_guard lock(m_mutex);
    if (m_isClosed || m_loading >= m_places)
        return false;
    ++m_loading;
    return true;
}

void LoaderGate::enter(Completion<Result<void>>& waiter)
{
    Result<void> answer;
    {
        const std::lock_guard lock(m_mutex);
        if (m_isClosed) {
            answer = Error(ErrorCode::ShuttingDown);
        } else if (m_loading < m_places) {
            ++m_loading;
        } else if (m_waiting.size() < m_queue) {
            m_waiting.push_back(&waiter);
            return;
        } else {
            ++m_refused;
            answer = Error::retry(ErrorCode::Overloaded, 1,
                                  QStringLiteral("%1 loads are under way and %2 wait").arg(m_loading).arg(m_queue));
        }
    }
    waiter.fulfil(std::move(answer));
}

void LoaderGate::leave()
{
    Completion<Result<void>>* next = nullptr;
    {
        const std::lock_guard lock(m_mutex);
        if (m_waiting.empty()) {
            --m_loading;
            return;
        }
        next = m_waiting.front();
        m_waiting.pop_front();
    }
    next->fulfil({}); // the place is his
}

void LoaderGate::close()
{
    std::deque<Completion<Result<void>>*> waiting;
    {
        const std::lock_guard lock(m_mutex);
        m_isClosed = true;
        waiting.swap(m_waiting);
    }
    for (auto* const waiter : waiting)
        waiter->fulfil(Error(ErrorCode::ShuttingDown));
}

LoaderGate::Figures LoaderGate::figures() const
{
    const std::lock_guard lock(m_mutex);
    Figures figures;
    figures.loading = m_loading;
    figures.waiting = int(m_waiting.size());
    figures.refused = m_refused;
    return figures;
}

} // namespace zg::cache
