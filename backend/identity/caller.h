// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "identity/role.h"

#include <QByteArray>

namespace zg::identity {

/// What an endpoint knows of who calls.
struct Caller
{
    UserId userId;
    Role role = Role::None;
    QByteArray sid; ///< the session, 32 hexadecimal digits
    bool operator==(const Caller&) const = default;
};

} // namespace zg::identity
