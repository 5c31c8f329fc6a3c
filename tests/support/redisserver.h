// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QFile>
#include <QHostAddress>
#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QThread>

#include <csignal>
#include <memory>

namespace zg::test {

inline quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

/// A real redis-server, or with `sentinel` lines a redis-sentinel, on a loopback port of its own.
/// Thread: the test's; blocks.
class RedisServer final
{
public:
    static constexpr int patienceMs = 10'000;

    explicit RedisServer(QStringList options = {}, QByteArray sentinelConfiguration = {})
        : m_options(std::move(options))
        , m_sentinel(std::move(sentinelConfiguration))
        , m_port(freePort())
    {
    }
    ~RedisServer() { kill(); }
    Q_DISABLE_COPY_MOVE(RedisServer)

    bool start()
    {
        m_process = std::make_unique<QProcess>();
        m_process->setStandardOutputFile(m_folder.filePath(QStringLiteral("log")));
        const QStringList common{QStringLiteral("--port"),    QString::number(m_port), QStringLiteral("--bind"),
                                 QStringLiteral("127.0.0.1"), QStringLiteral("--dir"), m_folder.path()};
        if (m_sentinel.isEmpty()) {
            m_process->start(QStringLiteral("redis-server"),
                             common +
                                 QStringList{QStringLiteral("--save"), QString(), QStringLiteral("--appendonly"),
                                             QStringLiteral("no"), QStringLiteral("--repl-diskless-sync-delay"),
                                             QStringLiteral("0")} +
                                 m_options);
        } else {
            QFile file(m_folder.filePath(QStringLiteral("sentinel.conf")));
            if (!file.open(QIODevice::WriteOnly))
                return false;
            file.write(m_sentinel);
            file.close();
            m_process->start(QStringLiteral("redis-server"),
                             QStringList{file.fileName(), QStringLiteral("--sentinel")} + common);
        }
        return m_process->waitForStarted(patienceMs) && waitUntilReady();
    }
    void pause() { ::kill(pid_t(m_process->processId()), SIGSTOP); }
    void resume() { ::kill(pid_t(m_process->processId()), SIGCONT); }
    /// kill -9
    void kill()
    {
        if (!m_process || m_process->state() == QProcess::NotRunning)
            return;
        m_process->kill();
        m_process->waitForFinished(patienceMs);
    }
    quint16 port() const { return m_port; }
    QString url() const { return QStringLiteral("redis://127.0.0.1:%1/0").arg(m_port); }

    /// One command past everything that is tested; its raw reply.
    QByteArray ask(const QList<QByteArray>& words) const
    {
        QByteArray text = '*' + QByteArray::number(words.size()) + "\r\n";
        for (const QByteArray& word : words)
            text += '$' + QByteArray::number(word.size()) + "\r\n" + word + "\r\n";
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), m_port);
        if (!socket.waitForConnected(patienceMs))
            return {};
        socket.write(text);
        QByteArray reply;
        do {
            if (!socket.waitForReadyRead(patienceMs))
                break;
            reply += socket.readAll();
        } while (!isWhole(reply));
        return reply;
    }

private:
    static bool isWhole(const QByteArray& reply)
    {
        if (!reply.endsWith("\r\n"))
            return false;
        if (!reply.startsWith('$'))
            return true;
        const auto end = reply.indexOf("\r\n");
        const qint64 size = reply.mid(1, end - 1).toLongLong();
        return size < 0 || reply.size() >= end + 2 + size + 2;
    }
    bool waitUntilReady() const
    {
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < patienceMs) {
            QTcpSocket socket;
            socket.connectToHost(QHostAddress(QHostAddress::LocalHost), m_port);
            if (socket.waitForConnected(100)) {
                socket.write("PING\r\n");
                if (socket.waitForReadyRead(1000) && !socket.readAll().startsWith("-LOADING"))
                    return true;
            }
            QThread::msleep(10); // its start has no signal to wait for
        }
        return false;
    }

    const QStringList m_options;
    const QByteArray m_sentinel;
    const quint16 m_port;
    QTemporaryDir m_folder;
    std::unique_ptr<QProcess> m_process;
};

} // namespace zg::test
