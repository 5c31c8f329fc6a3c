// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/redislocks.h"

#include <algorithm>
#include <vector>

namespace zg::node {

namespace {

class Holds final : public shop::ProductLocks::Hold
{
public:
    std::vector<redis::Lock::Hold> holds;
};

} // namespace

Task<Result<std::unique_ptr<shop::ProductLocks::Hold>>> RedisLocks::acquire(QList<ProductId> ids)
{
    auto held = std::make_unique<Holds>(); // goes, and lets go, when one cannot be had
    held->holds.reserve(size_t(ids.size()));
    const auto until = m_clock.monotonic() + redis::Lock::Options().patience; // for all of them together
    for (const auto id : ids) {
        QByteArray key = "zg:lock:product:" + QByteArray::number(id.value);
        redis::Lock::Options options;
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - m_clock.monotonic());
        options.patience = std::max(left, std::chrono::milliseconds(0));
        auto hold = co_await m_lock.acquire(std::move(key), options);
        if (!hold)
            co_return Result<std::unique_ptr<Hold>>(hold.error());
        held->holds.push_back(std::move(*hold));
    }
    std::unique_ptr<Hold> done = std::move(held);
    co_return Result<std::unique_ptr<Hold>>(std::move(done));
}

} // namespace zg::node
