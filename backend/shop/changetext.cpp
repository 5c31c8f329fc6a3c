// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/changetext.h"

#include <algorithm>
#include <charconv>

namespace zg::shop {

// Four parts behind each other: counters, products, owners, categories. A list is its size and its numbers, each
// followed by a blank.

namespace {
void put(QByteArray& out, qint64 number)
{
    char text[24];
    const auto end = std::to_chars(text, text + sizeof text, number).ptr;
    out.append(text, end - text).append(' ');
}

class Reader final
{
public:
    explicit Reader(QByteArrayView text)
        : m_at(text.begin())
        , m_end(text.end())
    {
    }
    qint64 number()
    {
        qint64 value = 0;
        const auto [at, error] = std::from_chars(m_at, m_end, value);
        if (error != std::errc() || at == m_end || *at != ' ')
            m_isGood = false;
        else
            m_at = at + 1;
        return m_isGood ? value : 0;
    }
    /// A list's size; each element takes some bytes, so that a wrong number is no reason to take much memory.
    qint64 size()
    {
        const qint64 value = number();
        if (value < 0 || value > m_end - m_at)
            m_isGood = false;
        return m_isGood ? value : 0;
    }
    bool isGood() const { return m_isGood; }
    bool isAtEnd() const { return m_at == m_end; }

private:
    const char* m_at;
    const char* m_end;
    bool m_isGood = true;
};
} // namespace

QByteArray toText(const ChangeSet& changes)
{
    QByteArray out;
    out.reserve(32 + changes.counters.size() * 48 + changes.products.size() * 8);
    put(out, changes.counters.size());
    for (const ProductCounters& counters : changes.counters) {
        for (const qint64 number :
             {counters.id.value, counters.stock, counters.sales, counters.version, counters.updatedAt})
            put(out, number);
    }
    put(out, changes.products.size());
    for (const ProductId id : changes.products)
        put(out, id.value);
    QList<UserId> owners = changes.orderOwners;
    for (const Order& order : changes.placed)
        owners.append(order.userId);
    std::ranges::sort(owners);
    owners.erase(std::unique(owners.begin(), owners.end()), owners.end());
    put(out, owners.size());
    for (const UserId owner : owners)
        put(out, owner.value);
    put(out, changes.categories);
    return out;
}

QList<QByteArray> toTexts(const ChangeSet& changes, qsizetype most)
{
    if (QByteArray whole = toText(changes); whole.size() <= most)
        return {std::move(whole)};
    // What each part changes stands for itself. The longest number is 20 characters and a blank.
    const qsizetype numbers = most / 21 - 4;
    const qsizetype counters = numbers / 10, ids = numbers / 4; // 5 · 1/10 + 2 · 1/4
    QList<UserId> owners = changes.orderOwners;
    for (const Order& order : changes.placed)
        owners.append(order.userId);
    QList<QByteArray> texts;
    for (qsizetype at = 0;; ++at) {
        ChangeSet part;
        part.counters = changes.counters.mid(at * counters, counters);
        part.products = changes.products.mid(at * ids, ids);
        part.orderOwners = owners.mid(at * ids, ids);
        part.categories = changes.categories && at == 0;
        if (part.counters.isEmpty() && part.products.isEmpty() && part.orderOwners.isEmpty() && !part.categories)
            return texts;
        texts.append(toText(part));
    }
}

std::optional<ChangeSet> changesFromText(QByteArrayView text)
{
    Reader reader(text);
    ChangeSet changes;
    for (qint64 left = reader.size(); left > 0 && reader.isGood(); --left) {
        ProductCounters counters;
        counters.id = ProductId(reader.number());
        counters.stock = reader.number();
        counters.sales = reader.number();
        counters.version = reader.number();
        counters.updatedAt = reader.number();
        changes.counters.append(counters);
    }
    for (qint64 left = reader.size(); left > 0 && reader.isGood(); --left)
        changes.products.append(ProductId(reader.number()));
    for (qint64 left = reader.size(); left > 0 && reader.isGood(); --left)
        changes.orderOwners.append(UserId(reader.number()));
    changes.categories = reader.number() != 0;
    if (!reader.isGood() || !reader.isAtEnd())
        return std::nullopt;
    return changes;
}

} // namespace zg::shop
