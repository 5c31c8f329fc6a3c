// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/process.h"

#include <QByteArray>
#include <QString>

#include <malloc.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <climits>
#include <csignal>
#include <cstdio>
#include <ctime>

namespace zg::app {

namespace {

/// Each arena keeps what its threads freed; four are enough for the threads that allocate much.
constexpr int mallocArenas = 4;
/// Blocks above this are mapped and returned one by one: bodies and result pages, not requests.
constexpr int mmapThreshold = 256 * 1024;
/// Free memory at the heap's top beyond this goes back to the system.
constexpr int trimThreshold = 1024 * 1024;

/// A coroutine's frame is larger than what glibc keeps at hand for each thread by default; kept at hand, a request
/// costs a tenth less. glibc reads this before main() alone, so the program starts itself once more.
void keepFramesAtHand(char** arguments)
{
    constexpr char variable[] = "GLIBC_TUNABLES";
    if (qEnvironmentVariableIsSet(variable))
        return;
    qputenv(variable, "glibc.malloc.tcache_max=16384:glibc.malloc.tcache_count=32");
    char path[PATH_MAX + 1] = {};
    if (readlink("/proc/self/exe", path, PATH_MAX) > 0)
        execv(path, arguments); // where it is not possible: as before, a little slower
}

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

void prepareProcess(char** arguments)
{
    keepFramesAtHand(arguments);
    qputenv("QT_NO_GLIB", "1"); // GLib's dispatcher costs CPU on every turn of every loop
    tzset();                    // while no other thread is there
    qSetMessagePattern(QStringLiteral("%{type} %{category}: %{message}"));
    qInstallMessageHandler(writeLog);
    std::signal(SIGPIPE, SIG_IGN);
    umask(077);
    mallopt(M_ARENA_MAX, mallocArenas);
    mallopt(M_MMAP_THRESHOLD, mmapThreshold);
    mallopt(M_TRIM_THRESHOLD, trimThreshold);
    raiseDescriptorLimit();
}

} // namespace zg::app
