// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/replyhead.h"

#include <QDateTime>
#include <QLocale>

#include <charconv>

namespace zg::http {

QByteArrayView reasonPhrase(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 204:
        return "No Content";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 413:
        return "Content Too Large";
    case 422:
        return "Unprocessable Content";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 502:
        return "Bad Gateway";
    case 503:
        return "Service Unavailable";
    default:
        return "Status";
    }
}

bool ReplyHead::hasBody(const Reply& reply, const Request& request)
{
    return request.verb != Verb::Head && reply.status != 204 && reply.status != 304;
}

void ReplyHead::refreshDate(qint64 second)
{
    if (second == m_dateSecond)
        return;
    m_dateSecond = second;
    const auto time = QDateTime::fromSecsSinceEpoch(second, Qt::UTC);
    m_date = "Date: " + QLocale::c().toString(time, u"ddd, dd MMM yyyy hh:mm:ss 'GMT'").toLatin1() + "\r\n";
}

QByteArrayView ReplyHead::write(const Reply& reply, const Request& request, bool keepAlive, qint64 wallMs)
{
    refreshDate(wallMs / 1000);
    char number[24];
    m_buffer.resize(0);
    if (reply.status == 200) {
        m_buffer.append("HTTP/1.1 200 OK\r\n", 17);
    } else {
        const auto end = std::to_chars(number, number + sizeof number, reply.status).ptr;
        m_buffer.append("HTTP/1.1 ", 9).append(number, end - number).append(' ');
        m_buffer.append(reasonPhrase(reply.status)).append("\r\n", 2);
    }
    if (reply.status != 204 && reply.status != 304) {
        m_buffer.append("Content-Type: ", 14).append(reply.contentType).append("\r\nContent-Length: ", 18);
        const auto end = std::to_chars(number, number + sizeof number, reply.body.size()).ptr;
        m_buffer.append(number, end - number).append("\r\n", 2);
    }
    m_buffer.append(m_date);
    m_buffer.append("X-Request-Id: ", 14).append(request.requestId).append("\r\n", 2);
    if (!reply.headers.isEmpty())
        m_buffer.append(reply.headers);
    if (!keepAlive)
        m_buffer.append("Connection: close\r\n", 19);
    else if (request.http10)
        m_buffer.append("Connection: keep-alive\r\n", 24);
    m_buffer.append("\r\n", 2);
    return m_buffer;
}

} // namespace zg::http
