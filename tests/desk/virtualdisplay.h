// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QSize>

#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace zg::desk {

/// An X server of the test's own, on a display that is free, for as long as it lives. It goes with the test, also when
/// that crashes. Thread: main, before there is an application.
class VirtualDisplay final
{
public:
    explicit VirtualDisplay(QSize pixels)
    {
        int told[2];
        if (pipe(told) != 0)
            return;
        const QByteArray screen =
            QByteArray::number(pixels.width()) + 'x' + QByteArray::number(pixels.height()) + "x24";
        const QByteArray descriptor = QByteArray::number(told[1]);
        m_pid = fork();
        if (m_pid == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            if (const int nothing = open("/dev/null", O_RDWR); nothing >= 0)
                dup2(nothing, STDERR_FILENO); // what it thinks of its keyboard
            close(told[0]);
            execlp("Xvfb", "Xvfb", "-displayfd", descriptor.constData(), "-screen", "0", screen.constData(), "-dpi",
                   "96", "-nolisten", "tcp", "-noreset", nullptr);
            _exit(127);
        }
        close(told[1]);
        readName(told[0]);
        close(told[0]);
    }
    ~VirtualDisplay()
    {
        if (m_pid <= 0)
            return;
        kill(m_pid, SIGTERM);
        waitpid(m_pid, nullptr, 0);
    }
    Q_DISABLE_COPY_MOVE(VirtualDisplay)

    QByteArray name() const { return m_name; } ///< ":7"; empty when it did not start

private:
    static constexpr int patienceMs = 20'000;

    void readName(int from)
    {
        QByteArray number;
        char next = 0;
        pollfd wait{from, POLLIN, 0};
        while (poll(&wait, 1, patienceMs) > 0 && read(from, &next, 1) == 1) {
            if (next == '\n') {
                m_name = ':' + number;
                return;
            }
            number += next;
        }
    }

    pid_t m_pid = -1;
    QByteArray m_name;
};

} // namespace zg::desk
