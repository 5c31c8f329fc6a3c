// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"

#include <QByteArray>

namespace zg::api {

/// What finished answers are called in the tier that the nodes share.
inline QByteArray sharedName(ProductId id)
{
    return "p:" + QByteArray::number(id.value);
}
inline QByteArray sharedCategories()
{
    return QByteArrayLiteral("categories");
}

} // namespace zg::api
