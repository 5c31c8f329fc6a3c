// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/operation.h"

#include <array>

namespace zg::audit {

namespace {
constexpr std::array<const char*, operationKindCount> names{"setting", "account", "refund",   "shipment",
                                                            "product", "stock",   "category", "strategy"};
} // namespace

const char* name(OperationKind kind)
{
    return names.at(size_t(kind));
}

std::optional<OperationKind> operationKindNamed(QByteArrayView wanted)
{
    for (int i = 0; i < operationKindCount; ++i) {
        if (wanted == names.at(size_t(i)))
            return OperationKind(i);
    }
    return {};
}

} // namespace zg::audit
