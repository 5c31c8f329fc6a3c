// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTcpServer>
#include <QTemporaryDir>

#include <csignal>
#include <pwd.h>
#include <unistd.h>

#include <csignal>
#include <memory>

namespace zg::test {

/// A private PostgreSQL for one test, on a free loopback port; it goes with the object, and with the test's process.
/// PostgreSQL refuses to run as root: then it runs as user postgres. Thread: the test's; blocks.
class PostgresServer final
{
public:
    static constexpr int patienceMs = 30'000;

    PostgresServer()
        : m_folder(QStringLiteral("/tmp/zhanggui-pg-XXXXXX")) // not in a home folder that user postgres may not enter
    {
        QFile::setPermissions(m_folder.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner |
                                                   QFile::ReadOther | QFile::ExeOther);
        QDir().mkdir(data());
        QFile::setPermissions(data(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        giveToPostgres(data());
    }
    ~PostgresServer() { stop(); }
    Q_DISABLE_COPY_MOVE(PostgresServer)

    /// @param options "fsync=off", …
    bool start(const QStringList& options = {})
    {
        if (!QFile::exists(data() + QStringLiteral("/PG_VERSION")) && !initialise())
            return false;
        if (m_port == 0)
            m_port = freePort();
        QStringList arguments{QStringLiteral("-D"), data(), QStringLiteral("-p"), QString::number(m_port)};
        for (const QString& option :
             QStringList{QStringLiteral("listen_addresses=127.0.0.1"), QStringLiteral("unix_socket_directories="),
                         QStringLiteral("max_connections=200")} +
                 options)
            arguments << QStringLiteral("-c") << option;
        m_process = std::make_unique<QProcess>();
        m_process->setStandardErrorFile(m_folder.filePath(QStringLiteral("log")));
        run(*m_process, QStringLiteral("postgres"), arguments);
        return waitUntilReady();
    }
    /// Ends its connections and stops.
    void stop() { end(SIGINT); }
    /// kill -9. Its children end with it, a moment later.
    /// All of it at once: a session whose server died may answer once more before it sees that.
    void kill()
    {
        signalAll(SIGKILL);
        end(SIGKILL);
    }
    /// The whole server stands still, and goes on: it takes connections, and says nothing.
    void freeze() { signalAll(SIGSTOP); }
    void thaw() { signalAll(SIGCONT); }
    /// Once more on the same port, after stop() or kill().
    bool restart(const QStringList& options = {}) { return start(options); }
    /// Makes of this, before its start(), a copy of a running primary that follows it.
    bool follow(const PostgresServer& primary, const QString& name)
    {
        QProcess process;
        run(process, QStringLiteral("pg_basebackup"),
            {QStringLiteral("-D"), data(), QStringLiteral("-R"), QStringLiteral("-X"), QStringLiteral("stream"),
             QStringLiteral("-c"), QStringLiteral("fast"), QStringLiteral("-d"),
             primary.url() + QStringLiteral("&application_name=") + name});
        if (process.waitForFinished(patienceMs) && process.exitCode() == 0)
            return true;
        qWarning("pg_basebackup: %s", process.readAllStandardError().constData());
        return false;
    }
    /// A standby becomes a primary, and is one when this is done.
    bool promote() const { return ask(QStringLiteral("SELECT pg_promote(true, 20)")) == QLatin1String("t"); }

    /// From now on that role has to say its password.
    bool demandPassword(const QString& role) const
    {
        QFile file(data() + QStringLiteral("/pg_hba.conf"));
        if (!file.open(QIODevice::ReadOnly))
            return false;
        const QByteArray rules = "host all " + role.toUtf8() + " 127.0.0.1/32 scram-sha-256\n" + file.readAll();
        file.close();
        return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(rules) == rules.size() &&
               (file.close(), ask(QStringLiteral("SELECT pg_reload_conf()")) == QLatin1String("t"));
    }

    QString url() const
    {
        return QStringLiteral("postgresql://shop@127.0.0.1:%1/postgres?sslmode=disable").arg(m_port);
    }
    quint16 port() const { return m_port; }
    /// What psql answers, without headings; empty after an error.
    QString ask(const QString& sql, const QString& database = {}) const
    {
        QProcess psql;
        psql.start(program(QStringLiteral("psql")),
                   {QStringLiteral("-XAtq"), QStringLiteral("-v"), QStringLiteral("ON_ERROR_STOP=1"),
                    database.isEmpty() ? url() : database, QStringLiteral("-f"), QStringLiteral("-")});
        psql.write(sql.toUtf8()); // an argument could be too long
        psql.closeWriteChannel();
        psql.waitForFinished(patienceMs);
        if (psql.exitCode() != 0)
            qWarning("%s", psql.readAllStandardError().constData());
        return psql.exitCode() == 0 ? QString::fromUtf8(psql.readAllStandardOutput()).trimmed() : QString();
    }
    QString wholeLog() const
    {
        QFile file(m_folder.filePath(QStringLiteral("log")));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }
    QString log() const { return wholeLog().right(4000); } ///< its end

    static quint16 freePort()
    {
        QTcpServer finder;
        return finder.listen(QHostAddress::LocalHost) ? finder.serverPort() : 0;
    }

private:
    QString data() const { return m_folder.filePath(QStringLiteral("data")); }

    static QString program(const QString& name)
    {
        QDir versions(QStringLiteral("/usr/lib/postgresql"));
        const auto found = versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name | QDir::Reversed);
        return versions.filePath(found.value(0) + QStringLiteral("/bin/") + name);
    }
    static void giveToPostgres(const QString& path)
    {
        const passwd* user = geteuid() == 0 ? getpwnam("postgres") : nullptr;
        if (user && chown(QFile::encodeName(path).constData(), user->pw_uid, user->pw_gid) != 0)
            qFatal("%s cannot be given to user postgres", qUtf8Printable(path));
    }
    void run(QProcess& process, const QString& name, const QStringList& arguments) const
    {
        process.setWorkingDirectory(QStringLiteral("/"));
        QStringList all{QStringLiteral("--pdeathsig"), QStringLiteral("INT")};
        if (geteuid() == 0)
            all << QStringLiteral("--reuid") << QStringLiteral("postgres") << QStringLiteral("--regid")
                << QStringLiteral("postgres") << QStringLiteral("--init-groups");
        process.start(QStringLiteral("setpriv"), all << QStringLiteral("--") << program(name) << arguments);
        process.waitForStarted(patienceMs);
    }
    bool initialise() const
    {
        QProcess process;
        run(process, QStringLiteral("initdb"),
            {QStringLiteral("-D"), data(), QStringLiteral("-U"), QStringLiteral("shop"), QStringLiteral("-A"),
             QStringLiteral("trust"), QStringLiteral("-E"), QStringLiteral("UTF8"), QStringLiteral("--locale=C.UTF-8"),
             QStringLiteral("--no-sync")});
        if (process.waitForFinished(patienceMs) && process.exitCode() == 0)
            return true;
        qWarning("initdb: %s", process.readAllStandardError().constData());
        return false;
    }
    bool waitUntilReady() const
    {
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < patienceMs && m_process->state() == QProcess::Running) {
            QProcess ready;
            ready.start(program(QStringLiteral("pg_isready")),
                        {QStringLiteral("-q"), QStringLiteral("-h"), QStringLiteral("127.0.0.1"), QStringLiteral("-p"),
                         QString::number(m_port)});
            if (ready.waitForFinished(patienceMs) && ready.exitCode() == 0)
                return true;
            m_process->waitForFinished(20); // ends early when the server does
        }
        qWarning("PostgreSQL: %s", qUtf8Printable(log()));
        return false;
    }
    void signalAll(int signal) const
    {
        const auto pid = m_process ? m_process->processId() : 0;
        if (pid <= 0)
            return;
        QFile children(QStringLiteral("/proc/%1/task/%1/children").arg(pid));
        ::kill(pid_t(pid), SIGSTOP); // first: it starts no others meanwhile
        if (children.open(QIODevice::ReadOnly)) {
            for (const auto& child : children.readAll().simplified().split(' '))
                if (const int number = child.toInt(); number > 0)
                    ::kill(pid_t(number), signal);
        }
        ::kill(pid_t(pid), signal);
    }
    void end(int signal)
    {
        if (!m_process || m_process->state() == QProcess::NotRunning)
            return;
        ::kill(pid_t(m_process->processId()), signal);
        if (!m_process->waitForFinished(patienceMs))
            m_process->kill();
        m_process->waitForFinished(patienceMs);
    }

    QTemporaryDir m_folder;
    std::unique_ptr<QProcess> m_process;
    quint16 m_port = 0;
};

} // namespace zg::test
