// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/answer.h"

#include <QByteArray>

namespace zg::http {
struct Reply;
struct Request;
} // namespace zg::http

namespace zg::api {

struct Call;
struct Services;

enum class Method : quint8 { Get, Post, Put, Delete };
/// Who may call; each includes those after it.
enum class Access : quint8 { Open, Customer, Staff, Admin };
/// Whether a REST call has a JSON object as its body. Optional: none at all means {}.
enum class Body : quint8 { None, Optional, Required };

/// An endpoint: takes its call by value, gives the JSON of `data`.
using Handler = Task<Result<Answer>> (*)(Call call);
/// The same call answered from memory: the whole envelope, or null when it is not there. Never suspends, never fails.
using FromMemory = QByteArray (*)(const Call& call);
/// A page outside /api/: no envelope, no coroutine.
using Page = http::Reply (*)(const Services& services, const http::Request& request);

/// One row of the table: where it is, who may call, who answers.
struct Route
{
    Method verb;
    const char* path;   ///< "/api/v1/products/{id}"; nullptr: an action without a path
    const char* action; ///< "product.get"; nullptr: not reachable through the action door
    Access access = Access::Open;
    Body body = Body::None;
    Handler handler = nullptr;
    FromMemory fromMemory = nullptr;
    Page page = nullptr;
};

} // namespace zg::api
