// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/values.h"
#include "ui/models/tablemodel.h"

namespace zg::ui {

QString statusText(shop::OrderStatus status);
int statusTint(shop::OrderStatus status);          ///< a Tint of the theme
QString customerText(const shop::Order& order);    ///< the name, else "#17"
QString itemsText(const shop::Order& order);       ///< "Oolong × 2, and 3 more"
QString addressText(const shop::Address& address); ///< province to detail, one line

template <>
struct RowKey<shop::OrderItem>
{
    static ProductId of(const shop::OrderItem& item) { return item.productId; } // a product is in an order at most once
};

/// What is in one order.
/// Thread: main.
class OrderItemModel final : public TableModel<shop::OrderItem>
{
    Q_OBJECT

public:
    enum ColumnId { NameColumn, PriceColumn, QuantityColumn, AmountColumn };
    explicit OrderItemModel(QObject* parent = nullptr);
};

/// Orders, newest first.
/// Thread: main.
class OrderModel final : public TableModel<shop::Order>
{
    Q_OBJECT

public:
    enum ColumnId { NumberColumn, TimeColumn, CustomerColumn, ItemsColumn, TotalColumn, StatusColumn, TrackingColumn };
    explicit OrderModel(QObject* parent = nullptr);
    void setTyped(const QSet<OrderId>& ids); ///< a tracking number is typed and not shipped: a dot before the number
    QVariant data(const QModelIndex& index, int role) const override;

private:
    QSet<OrderId> m_typed;
};

} // namespace zg::ui
