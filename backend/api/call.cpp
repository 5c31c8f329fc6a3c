// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/call.h"

namespace zg::api {

audit::Actor actorOf(const Call& call)
{
    return {call.caller.userId, QString::fromLatin1(call.request->client)};
}

} // namespace zg::api
