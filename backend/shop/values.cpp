// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/values.h"

#include <array>

namespace zg::shop {

namespace {
constexpr std::array<const char*, 3> productStatusNames{"on_sale", "off_shelf", "deleted"};
constexpr std::array<const char*, 4> productSortNames{"newest", "price_asc", "price_desc", "sales"};
constexpr std::array<const char*, orderStatusCount> orderStatusNames{
    "pending_payment", "paid", "shipped", "completed", "cancelled", "refunding", "refunded"};
constexpr std::array<const char*, 6> ledgerCauseNames{"initial", "order", "cancel", "expire", "refund", "adjust"};

template <class E, size_t N>
std::optional<E> byName(const std::array<const char*, N>& names, QByteArrayView name)
{
    for (size_t i = 0; i < N; ++i) {
        if (name == QByteArrayView(names[i]))
            return E(i);
    }
    return std::nullopt;
}
} // namespace

QByteArrayView name(ProductStatus status)
{
    return productStatusNames[size_t(status)];
}

std::optional<ProductStatus> productStatus(QByteArrayView name)
{
    const auto status = byName<ProductStatus>(productStatusNames, name);
    return status == ProductStatus::Deleted ? std::nullopt : status;
}

QByteArrayView name(ProductSort sort)
{
    return productSortNames[size_t(sort)];
}

std::optional<ProductSort> productSort(QByteArrayView name)
{
    return byName<ProductSort>(productSortNames, name);
}

QByteArrayView name(OrderStatus status)
{
    return orderStatusNames[size_t(status)];
}

std::optional<OrderStatus> orderStatus(QByteArrayView name)
{
    return byName<OrderStatus>(orderStatusNames, name);
}

QByteArrayView name(LedgerCause cause)
{
    return ledgerCauseNames[size_t(cause)];
}

} // namespace zg::shop
