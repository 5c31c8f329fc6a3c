// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/warmup.h"

#include "api/jsoncache.h"
#include "core/logging.h"

namespace zg::api {

namespace {
constexpr int idsARead = 10'000; // some milliseconds of one worker

ProductListKey listKey()
{
    ProductListKey key;
    key.filter.status = shop::ProductStatus::OnSale;
    return key;
}
} // namespace

WarmUp::WarmUp(JsonCache& cache, shop::Shop& shop, const Clock& clock)
    : m_cache(cache)
    , m_shop(shop)
    , m_clock(clock)
{
}

void WarmUp::start()
{
    const qint64 number = m_run.fetch_add(1, std::memory_order_acq_rel) + 1;
    m_cache.filter().setFilled(false);
    run(number); // goes on by itself
}

WarmUp::Figures WarmUp::figures() const
{
    Figures figures;
    figures.state = m_state.load(std::memory_order_relaxed);
    figures.answers = m_answers.load(std::memory_order_relaxed);
    figures.ids = m_ids.load(std::memory_order_relaxed);
    figures.tookMs = m_tookMs.load(std::memory_order_relaxed);
    return figures;
}

Task<> WarmUp::run(qint64 number)
{
    const auto began = m_clock.monotonic();
    m_state = State::Running;
    m_answers = m_ids = 0;
    auto done = co_await fillMemory(number);
    if (done)
        done = co_await fillFilter(number);
    if (isOver(number))
        co_return;
    m_tookMs = std::chrono::duration_cast<std::chrono::milliseconds>(m_clock.monotonic() - began).count();
    m_state = done ? State::Done : State::Failed;
    if (done)
        qCInfo(lcNode, "%lld answers and the ids of %lld products were read into memory in %lld ms", m_answers.load(),
               m_ids.load(), m_tookMs.load());
    else
        qCWarning(lcNode, "memory was not filled: %ls", qUtf16Printable(done.error().message));
}

Task<Result<void>> WarmUp::fillMemory(qint64 number)
{
    if (const auto categories = co_await m_cache.categories(); !categories)
        co_return Result<void>(categories.error());
    ++m_answers;
    ProductListKey key = listKey();
    for (int page = 0; page < listPages && !isOver(number); ++page) {
        const auto body = co_await m_cache.productList(key);
        if (!body)
            co_return Result<void>(body.error());
        ++m_answers;
        key.cursor = nextCursor(body->bytes);
        if (key.cursor.isEmpty())
            break;
    }
    const auto newest = co_await m_shop.products().list(listKey().filter, {}, newestProducts);
    if (!newest)
        co_return Result<void>(newest.error());
    for (const auto& product : newest->items) {
        if (isOver(number))
            break;
        const auto body = co_await m_cache.product(product.id);
        if (!body && body.error().code != ErrorCode::NotFound) // gone since
            co_return Result<void>(body.error());
        ++m_answers;
    }
    co_return Result<void>();
}

Task<Result<void>> WarmUp::fillFilter(qint64 number)
{
    // A product that is made meanwhile is put in by its commit.
    ProductId last;
    while (!isOver(number)) {
        const auto ids = co_await m_shop.products().ids(last, idsARead);
        if (!ids)
            co_return Result<void>(ids.error());
        for (const auto id : *ids)
            m_cache.filter().add(id.value);
        m_ids += ids->size();
        if (ids->size() < idsARead) {
            if (!isOver(number))
                m_cache.filter().setFilled(true);
            break;
        }
        last = ids->last();
    }
    co_return Result<void>();
}

} // namespace zg::api
