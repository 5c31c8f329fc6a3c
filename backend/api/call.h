// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/params.h"
#include "api/services.h"
#include "audit/operation.h"
#include "http/request.h"
#include "identity/caller.h"

#include <utility>

namespace zg::api {

/// One call as an endpoint sees it, whichever door it came through.
/// Thread: one I/O thread; a value that a coroutine keeps.
struct Call
{
    const Services* services = nullptr; ///< outlive every call
    http::RequestPtr request;
    identity::Caller caller; ///< role None on open routes
    QByteArray token;        ///< as it was sent; empty when none
    Params params;

    Call(const Services& services_, http::RequestPtr request_, Params params_)
        : services(&services_)
        , request(std::move(request_))
        , params(std::move(params_))
    {
    }
};

/// For what staff do: who, and the address it came from.
audit::Actor actorOf(const Call& call);

} // namespace zg::api
