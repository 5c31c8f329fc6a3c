// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/userjson.h"

namespace zg::api {

namespace {
void writeUser(JsonWriter& json, const identity::User& user, bool forAdmin)
{
    json.beginObject().field("id", user.id.value);
    if (!user.openid.isEmpty())
        json.field("openid", user.openid);
    if (!user.username.isEmpty())
        json.field("username", user.username);
    json.field("nickname", user.nickname).key("role").utf8(identity::name(user.role));
    if (forAdmin)
        json.field("disabled", user.disabled);
    if (forAdmin && user.refundLimitFen)
        json.field("refund_limit", *user.refundLimitFen);
    json.key("created_at").time(user.createdAt).endObject();
}
} // namespace

void write(JsonWriter& json, const identity::User& user)
{
    writeUser(json, user, false);
}

void writeForAdmin(JsonWriter& json, const identity::User& user)
{
    writeUser(json, user, true);
}

} // namespace zg::api
