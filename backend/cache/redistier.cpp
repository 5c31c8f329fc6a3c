// SPDX-License-Identifier: GPL-3.0-or-later
#include "cache/redistier.h"

#include <QRandomGenerator>

namespace zg::cache {

using namespace Qt::StringLiterals;
using redis::Command;
using redis::Reply;

namespace {
constexpr char generationKey[] = "zg:generation";
constexpr qint64 leaseMs = 15'000; // longer than any read of the database takes

// A value is a JSON object as it stands; "n" says that it does not exist; "l…" is a lease.
constexpr char absentMark = 'n';
constexpr char leaseMark = 'l';

constexpr char beginText[] = R"(
redis.call('SET', KEYS[1], ARGV[1])
redis.call('PUBLISH', ARGV[2], ARGV[3] .. ARGV[1])
return 1)";

constexpr char fillText[] = R"(
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1)";

constexpr char lookText[] = R"(
return {redis.call('GETRANGE', KEYS[1], 0, 0), redis.call('STRLEN', KEYS[1]), redis.call('PTTL', KEYS[1])})";

// Which generation it is Redis knows best: a node that has not heard of the newest must not change the one before.
constexpr char changeText[] = R"(
local g = redis.call('GET', KEYS[1])
if not g then return redis.error_reply('ERR the generation is gone') end
local i = 3
while i <= #ARGV do
  local key = 'zg:' .. g .. ':' .. ARGV[i]
  if ARGV[i + 1] == 'd' then
    redis.call('DEL', key)
    i = i + 2
  else
    local version, stock, sales, at = ARGV[i + 2], ARGV[i + 3], ARGV[i + 4], ARGV[i + 5]
    i = i + 6
    local old = redis.call('GET', key)
    if old then
      local has = string.match(old, ',"version":(%d+),"status":')
      if not has then
        redis.call('DEL', key)
      elseif tonumber(has) < tonumber(version) then
        local new, n = string.gsub(old, ',"stock":%-?%d+,"sales":%-?%d+,"version":%d+,"status":',
          ',"stock":' .. stock .. ',"sales":' .. sales .. ',"version":' .. version .. ',"status":', 1)
        local done, m = string.gsub(new, ',"updated_at":"[^"]*"}}$', ',"updated_at":"' .. at .. '"}}', 1)
        if n == 1 and m == 1 then redis.call('SET', key, done, 'KEEPTTL') else redis.call('DEL', key) end
      end
    end
  end
end
redis.call('PUBLISH', ARGV[1], ARGV[2])
return 1)";

void count(std::atomic<qint64>& counter)
{
    counter.fetch_add(1, std::memory_order_relaxed);
}
} // namespace

RedisTier::RedisTier(redis::Client& client, const CacheSettings& settings, QByteArray channel, QByteArray beginning)
    : m_client(client)
    , m_timeToLive(settings.timeToLive)
    , m_negativeTimeToLive(settings.negativeTimeToLive)
    , m_jitterPercent(settings.jitterPercent)
    , m_channel(std::move(channel))
    , m_beginning(std::move(beginning))
    , m_begin(beginText)
    , m_change(changeText)
    , m_fill(fillText)
    , m_look(lookText)
    , m_unconfirmed(std::make_unique<std::array<std::atomic<qint32>, slots>>())
{
    for (const auto* script : {&m_begin, &m_change, &m_fill, &m_look})
        client.addScript(*script);
    client.addReturnHook([this](const auto& ask) { return beginGeneration(ask); });
}

Result<void> RedisTier::beginGeneration(const std::function<Result<Reply>(const Command&)>& ask)
{
    // Random rather than counted: a Redis that came back with old data must not say a number again.
    const quint64 generation = QRandomGenerator::system()->generate64() >> 1;
    const auto begun = ask(m_begin.call(1, generationKey, generation, m_channel, m_beginning));
    if (!begun)
        return begun.error();
    if (begun->isError())
        return redis::errorOf(*begun);
    setGeneration(generation);
    return {};
}

Result<void> RedisTier::readGeneration()
{
    const auto reply = m_client.commandNow(Command("GET", generationKey));
    if (!reply)
        return reply.error();
    if (!reply->isText())
        return Error{ErrorCode::DependencyDown, u"Redis has forgotten the generation"_s};
    setGeneration(reply->text.toULongLong());
    return {};
}

QByteArray RedisTier::keyOf(const QByteArray& name) const
{
    char text[32] = "zg:";
    char* end = std::to_chars(text + 3, text + sizeof text, m_generation.load(std::memory_order_acquire)).ptr;
    *end++ = ':';
    QByteArray key;
    key.reserve((end - text) + name.size());
    return key.append(text, end - text).append(name);
}

RedisTier::Tally& RedisTier::tally()
{
    static std::atomic<size_t> threads{0};
    static thread_local const size_t mine = threads.fetch_add(1);
    return m_tallies[mine % m_tallies.size()];
}

Task<RedisTier::Answer> RedisTier::read(QByteArray name)
{
    Answer answer;
    answer.wasAsked = true;
    // The slot first: a change that failed frees it only after Redis counts as lost.
    const auto& slot = (*m_unconfirmed)[slotOf(name)];
    if (slot.load(std::memory_order_acquire) != 0 || !isUsed()) {
        count(tally().bypasses);
        co_return answer;
    }
    const QByteArray key = keyOf(name);
    QByteArray token;
    for (int attempt = 0; attempt < 2; ++attempt) {
        Command get("GET", key);
        auto found = co_await m_client.command(std::move(get));
        if (!found)
            break;
        if (found->isText() && found->text.startsWith('{')) {
            count(tally().hits);
            answer.entry.emplace(std::move(found->text));
            co_return answer;
        }
        if (found->isText() && found->text.startsWith(absentMark)) {
            count(tally().hits);
            answer.entry.emplace(Entry::absent());
            co_return answer;
        }
        if (found->isText()) { // somebody reads it already, and what he may fill in, we may
            token = std::move(found->text);
            break;
        }
        QByteArray mine = leaseMark + QByteArray::number(QRandomGenerator::global()->generate64(), 36);
        Command take("SET", key, mine, "NX", "PX", leaseMs);
        const auto taken = co_await m_client.command(std::move(take));
        if (!taken)
            break;
        if (taken->isOk()) {
            token = std::move(mine);
            break;
        }
    }
    count(tally().misses);
    if (!token.isEmpty()) {
        answer.key = key;
        answer.lease = std::move(token);
    }
    co_return answer;
}

void RedisTier::fill(const Answer& answer, const Entry& entry)
{
    if (answer.lease.isEmpty())
        return;
    const qint64 time = (entry.isAbsent() ? m_negativeTimeToLive : m_timeToLive).count();
    const qint64 spread = time * m_jitterPercent / 100;
    const qint64 timeMs = qMax<qint64>(1, time - spread + QRandomGenerator::global()->bounded(2 * spread + 1));
    const QByteArrayView value = entry.isAbsent() ? QByteArrayView(&absentMark, 1) : QByteArrayView(entry.value);
    m_client.send(m_fill.call(1, answer.key, answer.lease, value, timeMs));
}

void RedisTier::change(const Changes& changes, const QByteArray& message)
{
    Command command = m_change.call(1, generationKey, m_channel, message);
    std::vector<size_t> changed;
    changed.reserve(changes.m_arguments.size());
    for (const auto& [name, counters] : changes.m_arguments) {
        changed.push_back(slotOf(name));
        (*m_unconfirmed)[changed.back()].fetch_add(1, std::memory_order_acq_rel);
        command.add(name);
        if (!counters) {
            command.add("d");
            continue;
        }
        command.add("c").add(counters->version).add(counters->stock).add(counters->sales).add(counters->updatedAt);
    }
    const auto told = [this, changed](const Result<Reply>& reply) {
        if (!reply && m_client.isUp())
            m_client.distrust();
        confirm(changed);
    };
    if (!m_client.post(std::move(command), told)) {
        m_client.distrust();
        confirm(changed);
    }
}

void RedisTier::confirm(const std::vector<size_t>& changed)
{
    for (const size_t slot : changed)
        (*m_unconfirmed)[slot].fetch_sub(1, std::memory_order_acq_rel);
}

RedisTier::Figures RedisTier::figures() const
{
    Figures figures;
    for (const Tally& tally : m_tallies) {
        figures.hits += tally.hits.load(std::memory_order_relaxed);
        figures.misses += tally.misses.load(std::memory_order_relaxed);
        figures.bypasses += tally.bypasses.load(std::memory_order_relaxed);
    }
    return figures;
}

} // namespace zg::cache
