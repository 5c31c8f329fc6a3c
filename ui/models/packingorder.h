// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/values.h"

namespace zg::ui {

/// An order on the packing table: which pieces of it are picked.
/// Thread: main.
class PackingOrder final
{
public:
    enum class Pick : quint8 { Taken, NotHere, TooMany };

    PackingOrder() = default;
    explicit PackingOrder(const shop::Order& order);
    const shop::Order& order() const { return m_order; }
    OrderId id() const { return m_order.id; }
    bool isSet() const { return m_order.id.isSet(); }
    void take(const shop::Order& news); ///< the same order, younger; what is picked stays

    /// Ticks pieces of a product: all of them, or none when they are too many.
    Pick pick(ProductId product, qint64 pieces);
    std::optional<int> undo(); ///< the last pick; its item's place, nothing when there is none
    const shop::OrderItem* item(ProductId product) const;
    qint64 picked(int item) const { return m_picked.value(item); }
    qint64 pieces() const;
    qint64 pickedPieces() const;
    bool isComplete() const { return pickedPieces() == pieces(); }
    int lastItem() const { return m_steps.isEmpty() ? -1 : m_steps.last().item; } ///< of the last pick, -1 for none

private:
    struct Step
    {
        int item = 0;
        qint64 pieces = 0;
    };
    shop::Order m_order;
    QList<qint64> m_picked; // by item
    QList<Step> m_steps;
};

} // namespace zg::ui
