// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonwriter.h"
#include "identity/user.h"

namespace zg::api {

/// {id, openid?, username?, nickname, role, created_at}
void write(JsonWriter& json, const identity::User& user);
/// The admin's form: with `disabled`.
void writeForAdmin(JsonWriter& json, const identity::User& user);

} // namespace zg::api
