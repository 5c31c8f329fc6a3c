// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/payment.h"

namespace zg::api {

Task<Result<void>> SimulatedPayment::charge(shop::Order)
{
    co_return Result<void>();
}

Task<Result<void>> NoPayment::charge(shop::Order)
{
    co_return Result<void>(Error{ErrorCode::DependencyDown, QStringLiteral("no payment provider is configured")});
}

} // namespace zg::api
