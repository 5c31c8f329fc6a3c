// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/role.h"

namespace zg::identity {

QByteArrayView name(Role role)
{
    switch (role) {
    case Role::None:
        break;
    case Role::Customer:
        return "customer";
    case Role::Staff:
        return "staff";
    case Role::Admin:
        return "admin";
    }
    return {};
}

std::optional<Role> roleNamed(QByteArrayView roleName)
{
    for (const Role role : {Role::Customer, Role::Staff, Role::Admin}) {
        if (roleName == name(role))
            return role;
    }
    return {};
}

} // namespace zg::identity
