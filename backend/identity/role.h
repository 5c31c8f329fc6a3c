// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

#include <optional>

namespace zg::identity {

/// What a caller may do; each may do all that the ones before it may, so they compare with <.
enum class Role : quint8 { None, Customer, Staff, Admin };

QByteArrayView name(Role role); ///< "customer", "staff", "admin", as stored and sent; empty for None
std::optional<Role> roleNamed(QByteArrayView name); ///< never None

} // namespace zg::identity
