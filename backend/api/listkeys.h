// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/values.h"

#include <QByteArray>
#include <QByteArrayView>

#include <cstring>
#include <optional>

namespace zg::api {

/// A product's id as a key, without an allocation.
class IdKey final
{
public:
    explicit IdKey(ProductId id) { std::memcpy(m_bytes, &id.value, sizeof m_bytes); }
    operator QByteArrayView() const { return {m_bytes, qsizetype(sizeof m_bytes)}; }
    QByteArray bytes() const { return QByteArray(m_bytes, sizeof m_bytes); }
    static std::optional<ProductId> idOf(QByteArrayView key); ///< nothing: it is no such key

private:
    char m_bytes[sizeof(qint64)];
};

/// One page of the public product list.
struct ProductListKey
{
    shop::ProductFilter filter;
    QByteArray cursor;
    int limit = 20;

    ProductListKey() = default;
    QByteArray text() const; ///< the same page, the same text
    static std::optional<ProductListKey> ofText(QByteArrayView text);
};

/// The cursor of the page behind this one (the envelope of a list); empty: there is none.
QByteArray nextCursor(const QByteArray& page);

/// One page of a customer's own orders.
struct OrderListKey
{
    UserId owner;
    std::optional<shop::OrderStatus> status;
    QByteArray cursor;
    int limit = 20;

    OrderListKey() = default;
    QByteArray text() const;
    static std::optional<OrderListKey> ofText(QByteArrayView text);
};

} // namespace zg::api
