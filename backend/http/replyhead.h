// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/reply.h"
#include "http/request.h"

namespace zg::http {

/// Writes an answer's status line and headers. Keeps the Date of the current second.
/// Thread: one I/O thread.
class ReplyHead final
{
public:
    /// @return the head, valid until the next call
    QByteArrayView write(const Reply& reply, const Request& request, bool keepAlive, qint64 wallMs);
    /// Whether this answer carries its body (RFC 9110 6.4.1: not on HEAD, 204, 304).
    static bool hasBody(const Reply& reply, const Request& request);

private:
    void refreshDate(qint64 second);

    QByteArray m_buffer;
    QByteArray m_date;
    qint64 m_dateSecond = -1;
};

/// "OK", "Not Found", …
QByteArrayView reasonPhrase(int status);

} // namespace zg::http
