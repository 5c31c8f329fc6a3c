// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/reply.h"

namespace zg::http {

/// The gate's end of a Responder: a connection, or a test's recorder.
/// Thread: the request's I/O thread.
class Responder::Target
{
public:
    virtual ~Target() = default;
    virtual void answer(Reply reply) = 0;
};

} // namespace zg::http
