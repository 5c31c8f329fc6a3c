// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/editbuffer.h"

#include "core/logging.h"
#include "shop/writer.h"

#include <pthread.h>

#include <algorithm>

namespace zg::shop {

namespace {
constexpr std::chrono::seconds retryPause{1}; // after the database refused
}

Product EditBuffer::Waiting::over(Product product) const
{
    if (product.status == ProductStatus::Deleted)
        return product;
    for (const auto& edit : edits)
        product = patched(std::move(product), edit.patch, std::max(edit.at, product.updatedAt));
    // The row may hold them already, written a moment ago: then it is their version, not a further one.
    product.version = std::max(product.version - qint64(edits.size()), version);
    return product;
}

EditBuffer::EditBuffer(Writer& writer, const Clock& clock, BehindSettings settings)
    : m_writer(writer)
    , m_clock(clock)
    , m_settings(settings)
    , m_thread([this] { work(); })
{
}

EditBuffer::~EditBuffer()
{
    stop();
}

EditBuffer::Overlay EditBuffer::overlay(ProductId id) const
{
    const std::lock_guard lock(m_mutex);
    const auto at = m_waiting.find(id);
    return at == m_waiting.end() ? nullptr : at->second;
}

EditBuffer::Taken EditBuffer::take(ProductId id, const Overlay& seen, const AnsweredEdit& edit, qint64 version)
{
    const std::lock_guard lock(m_mutex);
    const auto at = m_waiting.find(id);
    const Overlay now = at == m_waiting.end() ? nullptr : at->second;
    if (now != seen)
        return Taken::Changed;
    if (m_isStopped || (!now && int(m_waiting.size()) >= m_settings.products)) {
        ++m_figures.overflowed;
        return Taken::Full;
    }
    auto next = std::make_shared<Waiting>();
    next->since = m_clock.monotonic();
    if (now) {
        *next = *now;
        ++m_figures.coalesced;
    }
    next->edits.push_back(edit);
    next->version = version;
    m_waiting[id] = std::move(next);
    m_wake.notify_one();
    return Taken::Yes;
}

bool EditBuffer::isWaiting(const QList<ProductId>& ids) const
{
    if (ids.isEmpty())
        return !m_waiting.empty();
    return std::ranges::any_of(ids, [this](ProductId id) { return m_waiting.contains(id); });
}

Task<Result<void>> EditBuffer::settle(QList<ProductId> ids)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!isWaiting(ids))
            co_return Result<void>();
    }
    auto wait = [this, &ids](Waiter& waiter) { join(ids, waiter); };
    auto done = co_await awaitCompletion<Result<void>>(wait);
    co_return done;
}

void EditBuffer::join(const QList<ProductId>& ids, Waiter& waiter)
{
    Result<void> answer;
    {
        const std::lock_guard lock(m_mutex);
        if (isWaiting(ids) && !m_isStopped) {
            m_waiters.push_back(&waiter);
            m_wake.notify_one();
            return;
        }
        if (isWaiting(ids))
            answer = Error(ErrorCode::ShuttingDown);
    }
    waiter.fulfil(std::move(answer));
}

void EditBuffer::work()
{
    pthread_setname_np(pthread_self(), "zg-edits");
    std::unique_lock lock(m_mutex);
    bool isLast = false;
    while (!isLast) {
        m_wake.wait(lock, [this] { return m_isStopped || !m_waiting.empty() || !m_waiters.empty(); });
        if (!m_isStopped) // more may come for the same products, unless somebody waits
            m_wake.wait_for(lock, m_settings.delay, [this] { return m_isStopped || !m_waiters.empty(); });
        isLast = m_isStopped;
        const Map batch = m_waiting;
        const auto waiters = std::exchange(m_waiters, {});
        lock.unlock();
        const Result<void> done = batch.empty() ? Result<void>() : write(batch);
        lock.lock();
        settled(batch, done);
        lock.unlock();
        for (auto* const waiter : waiters)
            waiter->fulfil(done);
        lock.lock();
        if (!done && !isLast)
            m_wake.wait_for(lock, retryPause, [this] { return m_isStopped || !m_waiters.empty(); });
    }
    const auto waiters = std::exchange(m_waiters, {});
    const size_t lost = m_waiting.size();
    lock.unlock();
    for (auto* const waiter : waiters)
        waiter->fulfil(Error(ErrorCode::ShuttingDown));
    if (lost > 0)
        qCCritical(lcShop, "edits of %zu products were answered and could not be written: they are lost", lost);
}

Result<void> EditBuffer::write(const Map& batch)
{
    auto work = [&batch](sql::Connection& connection, ChangeCollector& changes) -> Result<void> {
        for (const auto& [id, waiting] : batch) {
            const auto done = applyAnswered(connection, changes, id, waiting->edits, waiting->version);
            if (!done && done.error().code != ErrorCode::NotFound) // deleted elsewhere: there is nothing to edit
                return done.error();
        }
        return {};
    };
    return m_writer.writeNow(work);
}

void EditBuffer::settled(const Map& batch, const Result<void>& done)
{
    if (!done) {
        ++m_figures.failed;
        qCWarning(lcShop, "edits of %zu products could not be written and are kept: %ls", batch.size(),
                  qUtf16Printable(done.error().message));
        return;
    }
    for (const auto& [id, written] : batch) {
        m_figures.written += qint64(written->edits.size());
        const auto at = m_waiting.find(id);
        if (at->second == written) {
            m_waiting.erase(at);
            continue;
        }
        auto rest = std::make_shared<Waiting>(*at->second); // edits that came meanwhile
        rest->edits.erase(rest->edits.begin(), rest->edits.begin() + std::ptrdiff_t(written->edits.size()));
        rest->since = m_clock.monotonic();
        at->second = std::move(rest);
    }
}

void EditBuffer::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopped = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

telemetry::WriteBehindFigures EditBuffer::figures() const
{
    const auto now = m_clock.monotonic();
    const std::lock_guard lock(m_mutex);
    auto figures = m_figures;
    figures.queued = int(m_waiting.size());
    figures.waiters = int(m_waiters.size());
    for (const auto& [id, waiting] : m_waiting)
        figures.oldestMs = std::max(figures.oldestMs,
                                    qint64(std::chrono::ceil<std::chrono::milliseconds>(now - waiting->since).count()));
    return figures;
}

} // namespace zg::shop
