// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/process.h"

#include <QByteArray>
#include <QString>

#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <cstdio>
#include <ctime>

namespace zg::app {

namespace {

/// A line to stderr, in one write, so that lines of several threads never mix. Not through Qt's own %{time}, which
/// reads the time zone anew for each line, under a lock that every thread shares.
void writeLog(QtMsgType type, const QMessageLogContext& context, const QString& message)
{
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    tm local{};
    localtime_r(&now.tv_sec, &local);
    char time[32] = {};
    const size_t length = strftime(time, sizeof(time), "%Y-%m-%dT%H:%M:%S", &local);
    std::snprintf(time + length, sizeof(time) - length, ".%03ld ", now.tv_nsec / 1'000'000);
    const QByteArray line = time + qFormatLogMessage(type, context, message).toLocal8Bit() + '\n';
    std::fwrite(line.constData(), 1, size_t(line.size()), stderr);
}

void raiseDescriptorLimit()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max)
        return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit); // refused: the soft limit stays, and the server says so when it runs out
}

} // namespace

void prepareProcess()
{
    qputenv("QT_NO_GLIB", "1"); // GLib's dispatcher costs CPU on every turn of every loop
    tzset();                    // while no other thread is there
    qSetMessagePattern(QStringLiteral("%{type} %{category}: %{message}"));
    qInstallMessageHandler(writeLog);
    std::signal(SIGPIPE, SIG_IGN);
    umask(077);
    raiseDescriptorLimit();
}

} // namespace zg::app
