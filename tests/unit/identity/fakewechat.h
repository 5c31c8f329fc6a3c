// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>
#include <QUrlQuery>

#include <functional>

namespace zg::identity {

/// Stands in for api.weixin.qq.com on a real socket. By default a code's openid is "o-" + code.
/// Thread: the one that made it.
class FakeWeChat final : public QTcpServer
{
public:
    enum class Manner { Answer, Hold, Silence, Close, HalfAnswer, Huge };

    FakeWeChat()
    {
        if (!listen(QHostAddress::LocalHost))
            qFatal("no port");
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket* socket = nextPendingConnection())
                serve(socket);
        });
    }
    QString base() const { return QStringLiteral("http://127.0.0.1:%1").arg(serverPort()); }

    Manner manner = Manner::Answer;
    QByteArray body; ///< empty: an openid of the code
    QByteArray status = "200 OK";
    int requests = 0;
    QUrl lastUrl;

    /// Answers what was held.
    void release()
    {
        manner = Manner::Answer;
        const auto held = std::exchange(m_held, {});
        for (const auto& [socket, code] : held)
            answer(socket, code);
    }

private:
    void serve(QTcpSocket* socket)
    {
        auto head = std::make_shared<QByteArray>();
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket, head] {
            head->append(socket->readAll());
            if (!head->contains("\r\n\r\n"))
                return;
            ++requests;
            lastUrl = QUrl(QString::fromLatin1(head->split(' ').value(1)));
            head->clear();
            respond(socket, QUrlQuery(lastUrl).queryItemValue(QStringLiteral("js_code"), QUrl::FullyDecoded));
        });
    }
    void respond(QTcpSocket* socket, const QString& code)
    {
        switch (manner) {
        case Manner::Answer:
            return answer(socket, code);
        case Manner::Hold:
            m_held.append({socket, code});
            return;
        case Manner::Silence:
            return;
        case Manner::Close:
            return socket->disconnectFromHost();
        case Manner::HalfAnswer:
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"openid\":");
            return socket->disconnectFromHost();
        case Manner::Huge:
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n" + QByteArray(400'000, ' '));
            return;
        }
    }
    void answer(QTcpSocket* socket, const QString& code)
    {
        const QByteArray json = "{\"session_key\":\"a-session-key\",\"openid\":\"o-" + code.toUtf8() + "\"}";
        const QByteArray text = body.isEmpty() ? json : body;
        QByteArray head =
            "HTTP/1.1 " + status + "\r\nContent-Type: text/plain\r\nLocation: /elsewhere\r\nContent-Length: ";
        head += QByteArray::number(text.size());
        head += "\r\n\r\n";
        head += text;
        socket->write(head);
    }

    QList<std::pair<QTcpSocket*, QString>> m_held;
};

} // namespace zg::identity
