// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "shop/values.h"

#include <QByteArray>

namespace zg::shop {

/// A new order made ready for the committer: checked, its address as it is stored, its meaning as a hash.
struct OrderRequest
{
    NewOrder order;
    QString addressJson; ///< null: none
    QByteArray meaning;  ///< SHA-256; empty without an idempotency key

    Order placed; ///< the outcome, when it went well

    /// @errors InvalidArgument "items", "idempotency_key"
    static Result<OrderRequest> make(NewOrder order);
};

/// What an order means, whatever the order of its items: equal for a retry of the same order.
QByteArray meaningOf(const NewOrder& order);

QString addressToJson(const Address& address);
std::optional<Address> addressFromJson(const QByteArray& json);

} // namespace zg::shop
