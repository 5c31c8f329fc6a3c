// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QSslSocket>
#include <QTimer>
#include <QUrl>

#include <chrono>
#include <functional>

namespace zg::identity {

/// One GET, sent once, on a connection of its own. QNetworkAccessManager sends a request again when the connection
/// closes before the answer, and a log-in code must not be spent twice; its error texts also hold the whole URL.
/// Thread: its own, with an event loop.
class HttpGet final : public QObject
{
    Q_OBJECT

public:
    struct Answer
    {
        int status = 0;
        QByteArray body;
    };
    using Done = std::function<void(const Result<Answer>& answer)>;

    /// Calls `done` once, later, unless it is destroyed before. @errors DependencyDown with what went wrong, without
    /// the URL
    HttpGet(const QUrl& url, std::chrono::milliseconds timeout, qint64 maxBytes, Done done, QObject* parent = nullptr);
    Q_DISABLE_COPY_MOVE(HttpGet)

private:
    void send();
    void receive();
    void finish(const Result<Answer>& answer);
    void fail(const QString& why);

    const QUrl m_url;
    const qint64 m_maxBytes;
    Done m_done; ///< empty once called
    QSslSocket m_socket;
    QTimer m_timer;
    QByteArray m_received;
};

/// Reads an answer as far as it has come.
/// @param atEnd the connection was closed: nothing follows
/// @return the whole answer; nothing as long as some is missing. @errors DependencyDown when it is no HTTP or broke off
Result<std::optional<HttpGet::Answer>> parseHttpAnswer(QByteArrayView received, bool atEnd);

} // namespace zg::identity
