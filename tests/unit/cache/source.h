// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cache/memorycache.h"

#include <atomic>
#include <mutex>
#include <vector>

namespace zg::cache {

/// A source that answers when the test says so.
class Source final
{
public:
    Task<Result<Entry>> read()
    {
        ++loads;
        auto wait = [this](Completion<Result<Entry>>& completion) {
            const std::lock_guard lock(m_mutex);
            m_waiting.push_back(&completion);
        };
        auto result = co_await awaitCompletion<Result<Entry>>(wait);
        co_return result;
    }
    MemoryCache::Loader loader()
    {
        return [this] { return read(); };
    }
    /// Answers the load that has waited longest.
    void answer(const Result<Entry>& result)
    {
        Completion<Result<Entry>>* first = nullptr;
        {
            const std::lock_guard lock(m_mutex);
            first = m_waiting.front();
            m_waiting.erase(m_waiting.begin());
        }
        first->fulfil(result);
    }
    int waiting()
    {
        const std::lock_guard lock(m_mutex);
        return int(m_waiting.size());
    }
    std::atomic<int> loads{0};

private:
    std::mutex m_mutex; // guards m_waiting
    std::vector<Completion<Result<Entry>>*> m_waiting;
};

} // namespace zg::cache
