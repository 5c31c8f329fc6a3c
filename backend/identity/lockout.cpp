// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/lockout.h"

#include "identity/feed.h"

#include <QCryptographicHash>

#include <algorithm>
#include <cstring>
#include <tuple>
#include <vector>

namespace zg::identity {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

Lockout::Lockout(const Clock& clock, int capacity)
    : m_clock(clock)
    , m_capacity(size_t(std::max(8, capacity)))
{
}

Task<void> Lockout::learn(QString name)
{
    if (!m_feed)
        co_return;
    const Key key = keyOf(name);
    const auto ages = co_await m_feed->loginFailures(textOf(key));
    adopt(key, ages);
}

void Lockout::adopt(const Key& key, const QList<milliseconds>& ages)
{
    if (ages.isEmpty())
        return;
    const qint64 now = nowMs();
    const std::lock_guard lock(m_mutex);
    Record& record = recordOf(key, now);
    if (!refusal(record, now))
        return; // locked already
    forgetOld(record, now);
    if (ages.size() >= maxFailures) {
        record = Record();
        record.lockedUntilMs = std::max<qint64>(1, now - ages.last().count() + milliseconds(lockTime).count());
    } else if (record.failures == 0) { // else this node hears of each, and would count one twice
        record.failures = quint8(ages.size());
        std::ranges::transform(ages, record.failedMs.begin(), [now](milliseconds age) { return now - age.count(); });
    }
    forgetOld(record, now);
}

Result<void> Lockout::check(const QString& name)
{
    const Key key = keyOf(name);
    const qint64 now = nowMs();
    const std::lock_guard lock(m_mutex);
    const auto found = m_records.find(key);
    if (found == m_records.end())
        return {};
    return refusal(found->second, now);
}

Result<void> Lockout::settle(const QString& name, bool right)
{
    const Key key = keyOf(name);
    const qint64 now = nowMs();
    bool isNews = !right;
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_records.find(key);
        if (found != m_records.end()) {
            const auto locked = refusal(found->second, now);
            if (!locked)
                return locked;
        }
        if (!right) {
            countFailure(key, now);
        } else if (found != m_records.end()) {
            m_records.erase(found);
            isNews = true;
        }
    }
    if (m_feed && isNews)
        m_feed->loginTried(textOf(key), right);
    if (!right)
        return Error(ErrorCode::BadCredentials);
    return {};
}

void Lockout::triedElsewhere(const QByteArray& text, bool succeeded)
{
    Key key;
    const QByteArray bytes = QByteArray::fromHex(text);
    if (bytes.size() != sizeof key)
        return;
    std::memcpy(key.data(), bytes.constData(), sizeof key);
    const std::lock_guard lock(m_mutex);
    if (!succeeded)
        countFailure(key, nowMs());
    else if (const auto found = m_records.find(key); found != m_records.end() && refusal(found->second, nowMs()))
        m_records.erase(found);
}

/// With m_mutex held.
Lockout::Record& Lockout::recordOf(const Key& key, qint64 now)
{
    auto found = m_records.find(key);
    if (found == m_records.end()) {
        if (m_records.size() >= m_capacity)
            makeRoom(now);
        found = m_records.try_emplace(key).first;
    }
    return found->second;
}

void Lockout::countFailure(const Key& key, qint64 now)
{
    Record& record = recordOf(key, now);
    if (!refusal(record, now))
        return; // locked already
    forgetOld(record, now);
    if (record.failures == maxFailures - 1) {
        record = Record();
        record.lockedUntilMs = now + milliseconds(lockTime).count();
    } else {
        record.failedMs[record.failures++] = now;
    }
}

int Lockout::names() const
{
    const std::lock_guard lock(m_mutex);
    return int(m_records.size());
}

int Lockout::locked() const
{
    const qint64 now = nowMs();
    const std::lock_guard lock(m_mutex);
    return int(std::count_if(m_records.begin(), m_records.end(),
                             [now](const auto& entry) { return entry.second.lockedUntilMs > now; }));
}

Lockout::Key Lockout::keyOf(const QString& name)
{
    const QByteArrayView units(reinterpret_cast<const char*>(name.utf16()), name.size() * qsizetype(sizeof(char16_t)));
    QCryptographicHash digest(
        QCryptographicHash::Sha256); // collisions cannot be made, so nobody locks another's name by one
    digest.addData(units);
    Key key;
    std::memcpy(key.data(), digest.resultView().data(), sizeof(key));
    return key;
}

QByteArray Lockout::textOf(const Key& key)
{
    return QByteArray(reinterpret_cast<const char*>(key.data()), sizeof key).toHex();
}

qint64 Lockout::nowMs() const
{
    return std::chrono::duration_cast<milliseconds>(m_clock.monotonic()).count();
}

void Lockout::forgetOld(Record& record, qint64 now)
{
    if (record.lockedUntilMs != 0 && record.lockedUntilMs <= now)
        record = Record();
    const qint64 since = now - milliseconds(window).count();
    int kept = 0;
    for (int i = 0; i < record.failures; ++i) {
        if (record.failedMs[i] > since)
            record.failedMs[kept++] = record.failedMs[i];
    }
    record.failures = quint8(kept);
}

Result<void> Lockout::refusal(const Record& record, qint64 now) const
{
    const qint64 left = record.lockedUntilMs - now;
    if (record.lockedUntilMs == 0 || left <= 0)
        return {};
    return Error::retry(ErrorCode::RateLimited, int((left + 999) / 1000), u"too many failed log-ins of this name"_s);
}

/// Drops what is over; then an eighth of the rest at once, so that the search is paid for rarely.
void Lockout::makeRoom(qint64 now)
{
    for (auto entry = m_records.begin(); entry != m_records.end();) {
        Record& record = entry->second;
        forgetOld(record, now);
        entry = record.failures == 0 && record.lockedUntilMs == 0 ? m_records.erase(entry) : std::next(entry);
    }
    if (m_records.size() < m_capacity)
        return;
    using Rank = std::tuple<qint64, int, qint64, Key>; // the lock's end, the failures, the last one's time
    std::vector<Rank> ranks;
    ranks.reserve(m_records.size());
    for (const auto& [key, record] : m_records)
        ranks.emplace_back(record.lockedUntilMs, record.failures,
                           record.failures ? record.failedMs[record.failures - 1] : 0, key);
    const auto end = ranks.begin() + std::ptrdiff_t(ranks.size() / 8 + 1);
    std::nth_element(ranks.begin(), end - 1, ranks.end());
    for (auto rank = ranks.begin(); rank != end; ++rank)
        m_records.erase(std::get<Key>(*rank));
}

} // namespace zg::identity
