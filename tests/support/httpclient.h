// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QTcpSocket>

#include <functional>
#include <memory>
#include <optional>

namespace zg::test {

struct HttpAnswer
{
    int status = 0; ///< 0: none came
    QByteArray reasonPhrase;
    QList<std::pair<QByteArray, QByteArray>> headers; ///< names in lower case
    QByteArray body;

    /// The first of that name (lower case), null when absent.
    QByteArray header(QByteArrayView name) const
    {
        for (const auto& [key, value] : headers) {
            if (key == name)
                return value;
        }
        return {};
    }
    QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
    QJsonObject data() const { return json().value(QLatin1String("data")).toObject(); }
    QString reason() const { return data().value(QLatin1String("reason")).toString(); }
};

/// A plain HTTP/1.1 client that blocks and sends exactly what it is told, good manners or none. Needs no event loop.
/// Thread: the one that made it.
class HttpClient final
{
public:
    static constexpr int patienceMs = 10'000;

    explicit HttpClient(quint16 port, QString host = QStringLiteral("127.0.0.1"))
        : m_socket(std::make_unique<QTcpSocket>())
        , m_host(std::move(host))
        , m_port(port)
    {
    }
    /// Over a socket that is connected already, e.g. a QSslSocket.
    HttpClient(std::unique_ptr<QTcpSocket> socket, quint16 port)
        : m_socket(std::move(socket))
        , m_host(QStringLiteral("127.0.0.1"))
        , m_port(port)
    {
    }

    bool connect()
    {
        m_buffer.clear();
        m_socket->abort();
        m_socket->connectToHost(m_host, m_port);
        return m_socket->waitForConnected(patienceMs);
    }
    /// Sent to all later requests: "Bearer …".
    void setToken(const QByteArray& token) { m_token = token; }

    /// Sends raw bytes. @return false when the peer had closed
    bool send(const QByteArray& bytes)
    {
        if (m_socket->state() != QAbstractSocket::ConnectedState && !connect())
            return false;
        if (m_socket->write(bytes) != bytes.size())
            return false;
        QElapsedTimer timer;
        timer.start();
        while (m_socket->bytesToWrite() > 0) {
            if (!m_socket->waitForBytesWritten(int(patienceMs - timer.elapsed())) && m_socket->bytesToWrite() > 0)
                return false;
        }
        return true;
    }

    QByteArray requestText(const QByteArray& verb, const QByteArray& target, const QByteArray& body = {},
                           const QByteArray& headers = {}) const
    {
        QByteArray text = verb + ' ' + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(m_port) + "\r\n";
        if (!m_token.isEmpty())
            text += "Authorization: Bearer " + m_token + "\r\n";
        if (!body.isNull())
            text += "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n";
        return text + headers + "\r\n" + body;
    }

    /// One request and its answer; connects, and connects again when the server had closed the connection.
    /// @param headers further lines, each ended with \r\n
    HttpAnswer request(const QByteArray& verb, const QByteArray& target, const QByteArray& body = {},
                       const QByteArray& headers = {})
    {
        if (isClosed() && !connect())
            return {};
        const QByteArray text = requestText(verb, target, body, headers);
        if (!send(text))
            return {};
        return readAnswer(verb == "HEAD");
    }
    HttpAnswer get(const QByteArray& target, const QByteArray& headers = {})
    {
        return request("GET", target, {}, headers);
    }
    HttpAnswer post(const QByteArray& target, const QByteArray& body, const QByteArray& headers = {})
    {
        return request("POST", target, body, headers);
    }

    /// The next answer on the connection. 1xx answers are answers too.
    /// @param isHead it has no body, whatever its length says
    HttpAnswer readAnswer(bool isHead = false, int waitMs = patienceMs)
    {
        HttpAnswer answer;
        QElapsedTimer timer;
        timer.start();
        qsizetype end = -1;
        while ((end = m_buffer.indexOf("\r\n\r\n")) < 0) {
            if (!readMore(int(waitMs - timer.elapsed())))
                return answer;
        }
        const QList<QByteArray> lines = m_buffer.left(end).split('\n');
        m_buffer.remove(0, end + 4);
        const QList<QByteArray> start = lines.first().trimmed().split(' ');
        answer.status = start.value(1).toInt();
        answer.reasonPhrase = start.mid(2).join(' ');
        for (const QByteArray& line : lines.mid(1)) {
            const qsizetype colon = line.indexOf(':');
            answer.headers.append({line.left(colon).trimmed().toLower(), line.mid(colon + 1).trimmed()});
        }
        const bool hasNoBody = isHead || answer.status / 100 == 1 || answer.status == 204 || answer.status == 304;
        const qsizetype length = hasNoBody ? 0 : answer.header("content-length").toLongLong();
        while (m_buffer.size() < length) {
            if (!readMore(int(waitMs - timer.elapsed()))) {
                answer.status = 0; // cut off
                return answer;
            }
        }
        answer.body = m_buffer.left(length);
        m_buffer.remove(0, length);
        return answer;
    }

    /// True when the peer closes within the time, all of its answer read.
    bool waitForClosed(int waitMs = patienceMs)
    {
        QElapsedTimer timer;
        timer.start();
        while (m_socket->state() == QAbstractSocket::ConnectedState && timer.elapsed() < waitMs) {
            m_socket->waitForReadyRead(int(qMax<qint64>(1, waitMs - timer.elapsed())));
            m_buffer += m_socket->readAll();
        }
        return m_socket->state() != QAbstractSocket::ConnectedState;
    }
    bool isClosed() const { return m_socket->state() != QAbstractSocket::ConnectedState; }
    QByteArray unread() const { return m_buffer; } ///< bytes that came and were not asked for yet
    void abort() { m_socket->abort(); }            ///< leaves at once
    QTcpSocket& socket() { return *m_socket; }

private:
    bool readMore(int waitMs)
    {
        if (m_socket->bytesAvailable() == 0 && (waitMs <= 0 || !m_socket->waitForReadyRead(waitMs)) &&
            m_socket->bytesAvailable() == 0)
            return false;
        m_buffer += m_socket->readAll();
        return true;
    }

    std::unique_ptr<QTcpSocket> m_socket;
    const QString m_host;
    const quint16 m_port;
    QByteArray m_token;
    QByteArray m_buffer;
};

} // namespace zg::test
