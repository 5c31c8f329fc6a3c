// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/httpget.h"

namespace zg::identity {

using namespace Qt::StringLiterals;

namespace {
using Maybe = Result<std::optional<HttpGet::Answer>>;

Error broken(const QString& why)
{
    return Error(ErrorCode::DependencyDown, why);
}

QByteArray lower(QByteArrayView text)
{
    return text.toByteArray().toLower();
}

/// The body of chunks, or nothing as long as the last one is missing.
Result<std::optional<QByteArray>> joinChunks(QByteArrayView text)
{
    QByteArray body;
    for (;;) {
        const qsizetype line = text.indexOf("\r\n");
        if (line < 0)
            return std::optional<QByteArray>();
        const QByteArray size = text.first(line).toByteArray().split(';').first().trimmed(); // extensions say nothing
        bool isNumber = false;
        const qint64 length = size.toLongLong(&isNumber, 16);
        if (!isNumber || length < 0)
            return broken(u"a broken chunk"_s);
        if (length == 0)
            return std::optional(body); // trailers say nothing we want
        text = text.sliced(line + 2);
        if (length > text.size() - 2)
            return std::optional<QByteArray>();
        body += text.first(length);
        text = text.sliced(length + 2);
    }
}

Maybe readBody(int status, const QList<QByteArray>& lines, QByteArrayView text, bool atEnd)
{
    HttpGet::Answer answer;
    answer.status = status;
    std::optional<qint64> length;
    bool isChunked = false;
    for (const QByteArray& line : lines.sliced(1)) {
        const qsizetype colon = line.indexOf(':');
        const QByteArray name = lower(line.left(colon));
        const QByteArray value = lower(line.mid(colon + 1)).trimmed();
        if (name == "content-length")
            length = value.toLongLong();
        else if (name == "transfer-encoding")
            isChunked = value.endsWith("chunked");
    }
    if (isChunked) {
        const auto body = joinChunks(text);
        if (!body)
            return body.error();
        if (*body) {
            answer.body = **body;
            return std::optional(answer);
        }
    } else if (length && *length >= 0 && text.size() >= *length) {
        answer.body = text.first(*length).toByteArray();
        return std::optional(answer);
    } else if (!length && atEnd) {
        answer.body = text.toByteArray();
        return std::optional(answer);
    }
    if (atEnd)
        return broken(u"the answer broke off"_s);
    return std::optional<HttpGet::Answer>();
}
} // namespace

Result<std::optional<HttpGet::Answer>> parseHttpAnswer(QByteArrayView received, bool atEnd)
{
    for (;;) {
        const qsizetype end = received.indexOf("\r\n\r\n");
        if (end < 0) {
            if (atEnd)
                return broken(received.isEmpty() ? u"no answer"_s : u"the answer broke off"_s);
            return std::optional<HttpGet::Answer>();
        }
        const QList<QByteArray> lines = received.first(end).toByteArray().split('\n');
        const QList<QByteArray> words = lines.first().trimmed().split(' ');
        const int status = words.value(1).toInt();
        if (!words.first().startsWith("HTTP/1.") || status < 100 || status > 599)
            return broken(u"the answer is no HTTP"_s);
        received = received.sliced(end + 4);
        if (status >= 200)
            return readBody(status, lines, received, atEnd);
    } // 1xx: the real one follows (RFC 9110, 15.2)
}

HttpGet::HttpGet(const QUrl& url, std::chrono::milliseconds timeout, qint64 maxBytes, Done done, QObject* parent)
    : QObject(parent)
    , m_url(url)
    , m_maxBytes(maxBytes)
    , m_done(std::move(done))
{
    const bool isSecure = m_url.scheme() == "https"_L1;
    connect(&m_socket, isSecure ? &QSslSocket::encrypted : &QSslSocket::connected, this, &HttpGet::send);
    connect(&m_socket, &QSslSocket::readyRead, this, &HttpGet::receive);
    connect(&m_socket, &QSslSocket::errorOccurred, this, [this](QAbstractSocket::SocketError error) {
        if (error == QAbstractSocket::RemoteHostClosedError)
            receive();
        else
            fail(u"network error %1"_s.arg(int(error)));
    });
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this,
            [this, timeout] { fail(u"no answer within %1 ms"_s.arg(timeout.count())); });
    m_timer.start(timeout);
    const auto port = quint16(m_url.port(isSecure ? 443 : 80));
    if (isSecure)
        m_socket.connectToHostEncrypted(m_url.host(), port); // verifies certificate and name
    else
        m_socket.connectToHost(m_url.host(), port);
}

void HttpGet::send()
{
    const QByteArray path = m_url.path(QUrl::FullyEncoded).toLatin1();
    QByteArray head = "GET " + (path.isEmpty() ? QByteArray("/") : path);
    if (m_url.hasQuery())
        head += "?" + m_url.query(QUrl::FullyEncoded).toLatin1();
    head += " HTTP/1.1\r\nHost: " + m_url.authority(QUrl::FullyEncoded | QUrl::RemoveUserInfo).toLatin1();
    head += "\r\nUser-Agent: zhanggui\r\nAccept: application/json\r\nConnection: close\r\n\r\n";
    m_socket.write(head);
}

void HttpGet::receive()
{
    m_received += m_socket.readAll();
    if (m_received.size() > m_maxBytes)
        return fail(u"the answer is longer than %1 bytes"_s.arg(m_maxBytes));
    const bool atEnd = m_socket.state() != QAbstractSocket::ConnectedState ||
                       m_socket.error() == QAbstractSocket::RemoteHostClosedError;
    const auto answer = parseHttpAnswer(m_received, atEnd);
    if (!answer)
        finish(answer.error());
    else if (*answer)
        finish(**answer);
}

void HttpGet::fail(const QString& why)
{
    finish(broken(why));
}

void HttpGet::finish(const Result<Answer>& answer)
{
    if (!m_done)
        return;
    const Done done = std::exchange(m_done, {});
    m_timer.stop();
    m_socket.disconnect(this);
    m_socket.abort();
    done(answer);
}

} // namespace zg::identity
