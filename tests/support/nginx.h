// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>

#include <csignal>
#include <memory>
#include <sys/prctl.h>

namespace zg::test {

/// A real nginx with the balancer's configuration as packaging/nginx has it: only the nodes and the port are the
/// test's. The test's target defines ZG_NGINX_FOLDER. Thread: the test's; blocks.
class Nginx final
{
public:
    static constexpr int patienceMs = 10'000;

    Nginx() = default;
    ~Nginx() { stop(); }
    Q_DISABLE_COPY_MOVE(Nginx)

    /// Writes the configuration for nodes on these loopback ports. @return what nginx -t says against it; empty: well
    QString configure(const QList<quint16>& nodes)
    {
        m_port = freePort();
        const QString from = QStringLiteral(ZG_NGINX_FOLDER);
        for (const QString& name : QDir(from).entryList({QStringLiteral("*.conf")}, QDir::Files)) {
            QString text = read(from + u'/' + name);
            if (name == QLatin1String("zhanggui.conf")) {
                if (text.count(QStringLiteral("    listen 80;\n")) != 1)
                    return QStringLiteral("zhanggui.conf does not listen where the test expects it");
                text.replace(QStringLiteral("    listen 80;\n"),
                             QStringLiteral("    listen 127.0.0.1:%1;\n").arg(m_port));
            } else if (name == QLatin1String("zhanggui-upstream.conf")) {
                const QString line = QStringLiteral("    server 127.0.0.1:8080 ");
                const qsizetype at = text.indexOf(line);
                const qsizetype end = text.indexOf(u'\n', at);
                if (at < 0)
                    return QStringLiteral("zhanggui-upstream.conf does not have the node the test expects");
                const QString options = text.mid(at + line.size(), end - at - line.size());
                QString servers;
                for (const quint16 node : nodes)
                    servers += QStringLiteral("    server 127.0.0.1:%1 %2\n").arg(node).arg(options);
                text.replace(at, end + 1 - at, servers);
            }
            write(name, text);
        }
        write(QStringLiteral("nginx.conf"),
              QStringLiteral("daemon off;\nworker_processes 2;\npid %1/pid;\nerror_log %1/error.log info;\n%2"
                             "events { worker_connections 512; }\n"
                             "http {\n    include zhanggui.conf;\n    access_log %1/access.log zhanggui;\n"
                             "    client_body_temp_path %1/body; proxy_temp_path %1/proxy; fastcgi_temp_path %1/f;\n"
                             "    uwsgi_temp_path %1/u; scgi_temp_path %1/s;\n}\n")
                  .arg(m_folder.path(), geteuid() == 0 ? QStringLiteral("user root;\n") : QString()));
        QProcess check;
        check.start(program(), arguments() << QStringLiteral("-t"));
        if (!check.waitForFinished(patienceMs))
            return QStringLiteral("nginx is missing: install Debian's package nginx-light");
        const QString said = QString::fromUtf8(check.readAllStandardError());
        return check.exitCode() == 0 && !said.contains(QLatin1String("[warn]")) ? QString() : said;
    }
    bool start()
    {
        m_process = std::make_unique<QProcess>();
        m_process->setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGTERM); });
        m_process->start(program(), arguments());
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < patienceMs) {
            QTcpSocket socket;
            socket.connectToHost(QStringLiteral("127.0.0.1"), m_port);
            if (socket.waitForConnected(100))
                return true;
            if (m_process->waitForFinished(20))
                return false;
        }
        return false;
    }
    void stop()
    {
        if (!m_process || m_process->state() == QProcess::NotRunning)
            return;
        m_process->terminate();
        if (!m_process->waitForFinished(patienceMs))
            m_process->kill();
        m_process->waitForFinished(patienceMs);
    }

    quint16 port() const { return m_port; }
    QString errors() const { return read(m_folder.filePath(QStringLiteral("error.log"))); }
    QString accesses() const { return read(m_folder.filePath(QStringLiteral("access.log"))); }

private:
    static QString program() { return QStringLiteral("/usr/sbin/nginx"); }
    QStringList arguments() const
    {
        return {QStringLiteral("-p"), m_folder.path(),
                QStringLiteral("-c"), m_folder.filePath(QStringLiteral("nginx.conf")),
                QStringLiteral("-e"), m_folder.filePath(QStringLiteral("error.log"))};
    }
    static quint16 freePort()
    {
        QTcpServer finder;
        return finder.listen(QHostAddress::LocalHost) ? finder.serverPort() : 0;
    }
    static QString read(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }
    void write(const QString& name, const QString& text) const
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("%s cannot be written", qUtf8Printable(file.fileName()));
        file.write(text.toUtf8());
    }

    QTemporaryDir m_folder;
    std::unique_ptr<QProcess> m_process;
    quint16 m_port = 0;
};

} // namespace zg::test
