// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/call.h"
#include "shop/values.h"

namespace zg::api {

/// The new order that a call asks for: {items:[{product_id, quantity}], address?, remark?} and its idempotency key.
/// @errors InvalidArgument with the plain name of the offending member
Result<shop::NewOrder> readNewOrder(const Call& call);

} // namespace zg::api
