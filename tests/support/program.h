// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStringList>
#include <QTemporaryDir>

#include <csignal>

namespace zg::test {

/// The real program, as a child. The test's target defines ZG_PROGRAM with its path.
/// Thread: the test's; blocks.
class Program final
{
public:
    static constexpr int patienceMs = 20'000;

    struct Outcome
    {
        int exitCode = -1;
        QString out;
        QString err;
    };

    Program()
    {
        m_environment = QProcessEnvironment::systemEnvironment();
        for (const QString& name : m_environment.keys()) { // the developer's own settings are not the test's
            if (name.startsWith(QLatin1String("ZHANGGUI_")) || name == QLatin1String("JWT_SECRET") ||
                name.startsWith(QLatin1String("WECHAT_")))
                m_environment.remove(name);
        }
    }
    ~Program()
    {
        if (m_process && m_process->state() != QProcess::NotRunning) {
            m_process->kill();
            m_process->waitForFinished(patienceMs);
        }
    }
    Q_DISABLE_COPY_MOVE(Program)

    QProcessEnvironment& environment() { return m_environment; }
    /// Runs in the child between fork and exec.
    void setChildModifier(std::function<void()> modifier) { m_modifier = std::move(modifier); }

    /// Starts it and does not wait for anything.
    void launch(const QStringList& arguments)
    {
        m_err.clear();
        m_process = std::make_unique<QProcess>();
        m_process->setProcessEnvironment(m_environment);
        if (m_modifier)
            m_process->setChildProcessModifier(m_modifier);
        m_process->start(QStringLiteral(ZG_PROGRAM), arguments);
        m_process->waitForStarted(patienceMs);
    }

    /// Runs to the end.
    Outcome run(const QStringList& arguments, const QByteArray& input = {})
    {
        launch(arguments);
        m_process->write(input);
        m_process->closeWriteChannel();
        if (!m_process->waitForFinished(patienceMs))
            m_process->kill();
        return outcome();
    }

    /// Starts `serve` and waits for its one line.
    bool serve(const QStringList& arguments, quint16 port = 0)
    {
        const QString listen = QStringLiteral("127.0.0.1:") + QString::number(port);
        launch(QStringList{QStringLiteral("serve"), QStringLiteral("--listen"), listen} + arguments);
        QElapsedTimer timer;
        timer.start();
        m_readyLine.clear();
        m_port = 0;
        while (!m_process->canReadLine()) {
            const int left = int(patienceMs - timer.elapsed());
            if (left <= 0 || (!m_process->waitForReadyRead(left) && m_process->state() == QProcess::NotRunning &&
                              !m_process->canReadLine()))
                return false;
        }
        m_readyLine = QString::fromUtf8(m_process->readLine()).trimmed();
        m_port = m_readyLine.section(QLatin1Char(':'), -1).toUShort();
        return m_port != 0;
    }
    quint16 port() const { return m_port; }
    QString readyLine() const { return m_readyLine; }
    qint64 pid() const { return m_process->processId(); }
    bool isRunning() const { return m_process && m_process->state() == QProcess::Running; }

    void signal(int number)
    {
        if (m_process->processId() > 0) // 0 once it has ended, and would be our own process group
            ::kill(pid_t(m_process->processId()), number);
    }
    /// Asks it to stop and waits for the end.
    Outcome stop(int number = SIGTERM)
    {
        signal(number);
        if (!m_process->waitForFinished(patienceMs))
            m_process->kill();
        return outcome();
    }
    /// kill -9
    void kill()
    {
        m_process->kill();
        m_process->waitForFinished(patienceMs);
    }
    QString errorOutput()
    {
        m_process->waitForReadyRead(0);
        m_err += m_process->readAllStandardError();
        return QString::fromUtf8(m_err);
    }

private:
    Outcome outcome()
    {
        Outcome outcome;
        outcome.exitCode = m_process->exitStatus() == QProcess::NormalExit ? m_process->exitCode() : -1;
        outcome.out = QString::fromUtf8(m_process->readAllStandardOutput());
        outcome.err = errorOutput();
        return outcome;
    }

    QProcessEnvironment m_environment;
    std::function<void()> m_modifier;
    std::unique_ptr<QProcess> m_process;
    QString m_readyLine;
    quint16 m_port = 0;
    QByteArray m_err;
};

} // namespace zg::test
