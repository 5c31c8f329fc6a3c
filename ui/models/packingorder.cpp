// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/packingorder.h"

#include <numeric>

namespace zg::ui {

PackingOrder::PackingOrder(const shop::Order& order)
    : m_order(order)
    , m_picked(order.items.size(), 0)
{
}

void PackingOrder::take(const shop::Order& news)
{
    if (news.id == m_order.id && news.version >= m_order.version && news.items == m_order.items)
        m_order = news; // an order's items never change; were they to, what is picked would be of another order
}

PackingOrder::Pick PackingOrder::pick(ProductId product, qint64 pieces)
{
    for (int i = 0; i < m_order.items.size(); ++i) {
        const shop::OrderItem& item = m_order.items.at(i);
        if (item.productId != product)
            continue;
        if (pieces < 1 || pieces > item.quantity - m_picked.at(i))
            return Pick::TooMany;
        m_picked[i] += pieces;
        m_steps.append(Step{i, pieces});
        return Pick::Taken;
    }
    return Pick::NotHere;
}

std::optional<int> PackingOrder::undo()
{
    if (m_steps.isEmpty())
        return std::nullopt;
    const Step step = m_steps.takeLast();
    m_picked[step.item] -= step.pieces;
    return step.item;
}

const shop::OrderItem* PackingOrder::item(ProductId product) const
{
    for (const shop::OrderItem& item : m_order.items)
        if (item.productId == product)
            return &item;
    return nullptr;
}

qint64 PackingOrder::pieces() const
{
    qint64 pieces = 0;
    for (const shop::OrderItem& item : m_order.items)
        pieces += item.quantity;
    return pieces;
}

qint64 PackingOrder::pickedPieces() const
{
    return std::accumulate(m_picked.cbegin(), m_picked.cend(), qint64(0));
}

} // namespace zg::ui
