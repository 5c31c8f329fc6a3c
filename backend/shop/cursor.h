// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>

#include <optional>

namespace zg::shop {

/// Which list a cursor belongs to; one of another list is refused.
enum class ListKind : quint8 { Newest = 1, PriceAsc, PriceDesc, Sales, OwnOrders, AllOrders, Ledger, History };

/// The last row of a page: its sort key (or the list's owner, where rows are in id order) and its id.
struct Position
{
    qint64 key = 0;
    qint64 id = 0;
    bool operator==(const Position&) const = default;
};

/// An opaque, URL-safe text.
QByteArray writeCursor(ListKind kind, Position last);
/// @return nothing for an empty cursor: the first page @errors InvalidArgument "cursor"
Result<std::optional<Position>> readCursor(ListKind kind, const QByteArray& cursor);

} // namespace zg::shop
