// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "http/request.h"

#include <optional>

namespace zg::http {

/// What a head says about the message it opens.
struct Head
{
    qsizetype bytes = 0; ///< length of the head, blank line included
    qint64 contentLength = 0;
    bool chunked = false;
    bool expectsContinue = false;
};

enum class HeadError : quint8 { None, NeedMore, Malformed, TooLarge };

struct HeadResult
{
    HeadError error = HeadError::None;
    Head head;
};

/// Reads a request head to the letter of RFC 9112; whatever it forbids is Malformed.
/// @param data starts at the request line
/// @param scanned bytes that an earlier call has looked through without finding the end; updated
/// @param request its views are set into `data`; the caller rebases them when it copies the bytes
HeadResult parseHead(QByteArrayView data, int limitBytes, qsizetype& scanned, Request& request);

/// What a head that cannot be served still says of its answer: the client's request id and its language.
void readHints(QByteArrayView head, Request& request);

/// Moves every view of the request from the buffer it was parsed in to the same bytes elsewhere.
void rebase(Request& request, const char* from, const char* to);

} // namespace zg::http
