// SPDX-License-Identifier: GPL-3.0-or-later
#include "cache/redistier.h"

#include "core/executor.h"

namespace zg::cache {

using namespace Qt::StringLiterals;
using redis::Command;
using redis::Reply;

// What people ask of the tier: what is in it, and to take something out. It goes the way of the changes, behind those
// that are under way already.

namespace {
constexpr int scanCount = 500; // keys that Redis looks at before it serves others again: well below a millisecond
}

Task<Result<Reply>> RedisTier::ask(Command command)
{
    auto question = [this, &command](Completion<Result<Reply>>& answer) {
        const auto told = [&answer](Result<Reply> reply) { answer.fulfil(std::move(reply)); };
        if (!m_client.post(std::move(command), told))
            answer.fulfil(Result<Reply>(Error(ErrorCode::DependencyDown, u"Redis does not answer"_s)));
    };
    auto reply = co_await awaitCompletion<Result<Reply>>(question);
    if (reply && reply->isError())
        co_return Result<Reply>(redis::errorOf(*reply));
    co_return reply;
}

Task<Result<std::optional<RedisTier::Held>>> RedisTier::held(QByteArray name)
{
    using Answer = Result<std::optional<Held>>;
    Command look = m_look.call(1, keyOf(name));
    const auto reply = co_await ask(std::move(look));
    if (!reply)
        co_return Answer(reply.error());
    if (reply->items.size() != 3)
        co_return Answer(Error(ErrorCode::Internal, u"Redis did not answer as it should"_s));
    const QByteArray& mark = reply->items[0].text;
    if (mark.isEmpty() || mark.startsWith('l')) // a lease is no value
        co_return Answer(std::optional<Held>());
    Held held;
    held.isAbsent = mark.startsWith('n');
    held.bytes = reply->items[1].integer;
    held.left = std::chrono::milliseconds(qMax<qint64>(0, reply->items[2].integer));
    co_return Answer(held);
}

Task<Result<qint64>> RedisTier::dropAll(QByteArray prefix)
{
    const QByteArray pattern = keyOf(prefix) + '*';
    QByteArray cursor = "0";
    qint64 dropped = 0;
    do {
        Command scan("SCAN", cursor, "MATCH", pattern, "COUNT", scanCount);
        const auto page = co_await ask(std::move(scan));
        if (!page)
            co_return Result<qint64>(page.error());
        if (page->items.size() != 2)
            co_return Result<qint64>(Error(ErrorCode::Internal, u"Redis did not answer as it should"_s));
        cursor = page->items[0].text;
        if (page->items[1].items.empty())
            continue;
        Command unlink("UNLINK");
        for (const Reply& key : page->items[1].items)
            unlink.add(key.text);
        const auto gone = co_await ask(std::move(unlink));
        if (!gone)
            co_return Result<qint64>(gone.error());
        dropped += gone->integer;
    } while (cursor != "0");
    co_return Result<qint64>(dropped);
}

} // namespace zg::cache
