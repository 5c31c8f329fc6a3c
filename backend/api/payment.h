// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/task.h"
#include "shop/values.h"

namespace zg::api {

/// Takes a customer's money for an order.
/// Thread: any with an executor.
class PaymentProvider
{
public:
    virtual ~PaymentProvider() = default;
    /// Success: the order's total was paid. The same order again is not charged twice.
    /// @errors DependencyDown
    virtual Task<Result<void>> charge(shop::Order order) = 0;
};

/// The demo's: every payment succeeds at once.
class SimulatedPayment final : public PaymentProvider
{
public:
    Task<Result<void>> charge(shop::Order order) override;
};

/// A store without a provider: nothing can be paid.
class NoPayment final : public PaymentProvider
{
public:
    Task<Result<void>> charge(shop::Order order) override;
};

} // namespace zg::api
