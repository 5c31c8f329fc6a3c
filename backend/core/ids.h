// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <compare>
#include <functional>

namespace zg {

/// A row's number, ≥ 1; 0 means none. The tag keeps an order's from being passed where a product's is wanted.
template <class Tag>
struct Id
{
    qint64 value = 0;

    constexpr Id() = default;
    constexpr explicit Id(qint64 v)
        : value(v)
    {
    }
    constexpr bool isSet() const { return value > 0; }
    auto operator<=>(const Id&) const = default;
};

using ProductId = Id<struct ProductTag>;
using CategoryId = Id<struct CategoryTag>;
using OrderId = Id<struct OrderTag>;
using UserId = Id<struct UserTag>;

template <class Tag>
size_t qHash(Id<Tag> id, size_t seed = 0) noexcept
{
    return size_t(id.value) * 0x9E3779B97F4A7C15ull ^ seed;
}

} // namespace zg

template <class Tag>
struct std::hash<zg::Id<Tag>>
{
    size_t operator()(zg::Id<Tag> id) const noexcept { return zg::qHash(id); }
};
