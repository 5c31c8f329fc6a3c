// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"

#include <QVariant>

#include <optional>

namespace zg::shop {

/// What is bound for an id that may be missing.
template <class Tag>
QVariant idOrNull(const std::optional<Id<Tag>>& id)
{
    QVariant value;
    if (id && id->isSet())
        value = id->value;
    return value;
}

} // namespace zg::shop
