// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace.h"

#include <QByteArray>
#include <QByteArrayView>

#include <array>
#include <memory>

namespace zg::http {

enum class Verb : quint8 { Get, Post, Put, Delete, Head, Options, Other };

/// One whole, checked request. Its views point into its own storage; a coroutine keeps it by std::shared_ptr.
/// Thread: one I/O thread; immutable once handed out, but for its trace, which goes with the work.
struct Request
{
    Request(); ///< leaves the trace's spans as they are: they are written before they are read
    struct Header
    {
        QByteArrayView name;  ///< as it was sent; compare without case
        QByteArrayView value; ///< without surrounding space
    };

    QByteArray storage; ///< head and body as they arrived
    Verb verb = Verb::Get;
    QByteArrayView method;  ///< the token itself
    QByteArrayView path;    ///< "/api/v1/products/7": absolute-form targets are reduced to this; not percent-decoded
    QByteArrayView query;   ///< what follows the '?', not decoded
    QByteArrayView body;    ///< chunked bodies are joined
    QByteArray chunkedBody; ///< storage of a joined body
    static constexpr int maxHeaders = 64; ///< more lines are 431: a mini-program sends 15, proxies add a handful
    std::array<Header, maxHeaders> headers;
    int headerCount = 0;
    QByteArray requestId;  ///< the client's own, or made here
    QByteArray client;     ///< the client's address, after trusted proxies
    bool english = false;  ///< Accept-Language prefers English
    bool secure = false;   ///< came over TLS, or a trusted proxy says so
    bool keepAlive = true; ///< the connection may serve another request after this one
    bool http10 = false;
    qint64 receivedNs = 0; ///< monotonic, when its last byte was read
    mutable Trace trace;   ///< of all this alone it changes on the request's way

    /// The first header of that name (give it in lower case), or an empty view.
    QByteArrayView header(QByteArrayView lowerName) const;
};

using RequestPtr = std::shared_ptr<const Request>;

/// One name=value of a query, percent-decoded, '+' is a space; first one wins. Null when absent.
QByteArray queryValue(QByteArrayView query, QByteArrayView name);

} // namespace zg::http
