// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/executor.h"

namespace zg {

namespace {
thread_local Executor* t_current = nullptr;
thread_local PostBatch* t_batch = nullptr;
} // namespace

Executor* Executor::current() noexcept
{
    return t_current;
}

void Executor::setCurrent(Executor* executor) noexcept
{
    t_current = executor;
}

void Executor::deliver(std::coroutine_handle<> handle)
{
    if (!t_batch) {
        post(handle);
        return;
    }
    for (auto& lot : t_batch->m_lots) {
        if (lot.executor == this) {
            lot.handles.push_back(handle);
            return;
        }
    }
    t_batch->m_lots.push_back({this, {handle}});
}

PostBatch::PostBatch() noexcept
{
    t_batch = this;
}

PostBatch::~PostBatch()
{
    t_batch = nullptr;
    for (const auto& lot : m_lots)
        lot.executor->postAll(lot.handles);
}

} // namespace zg
