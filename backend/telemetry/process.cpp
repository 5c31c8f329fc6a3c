// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/process.h"

#include "core/clock.h"

#include <QByteArray>
#include <QByteArrayView>

#include <dirent.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

namespace zg::telemetry {

namespace {
// Not QFile: a file in /proc has no size, and one read() gets it whole.
QByteArray readWhole(const char* path)
{
    QByteArray text(4096, Qt::Uninitialized);
    const int file = ::open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return {};
    const auto length = ::read(file, text.data(), size_t(text.size()));
    ::close(file);
    text.resize(qMax<qsizetype>(length, 0));
    return text;
}

int countOpenFiles()
{
    DIR* folder = ::opendir("/proc/self/fd");
    if (!folder)
        return 0;
    int count = 0;
    while (const dirent* entry = ::readdir(folder)) {
        if (entry->d_name[0] != '.')
            ++count;
    }
    ::closedir(folder);
    return count - 1; // the folder itself was open
}

double seconds(const timeval& time)
{
    return double(time.tv_sec) + double(time.tv_usec) / 1e6;
}

/// Field `number` of /proc/self/stat as proc(5) counts them (3 is the state, the first after the name in brackets).
qint64 statField(const QByteArray& stat, int number)
{
    const auto fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    return fields.value(number - 3).toLongLong();
}

/// How long this process has run.
double uptimeS(const QByteArray& stat)
{
    timespec sinceBoot{};
    ::clock_gettime(CLOCK_BOOTTIME, &sinceBoot);
    const double now = double(sinceBoot.tv_sec) + double(sinceBoot.tv_nsec) / 1e9;
    return qMax(0.0, now - double(statField(stat, 22)) / double(::sysconf(_SC_CLK_TCK)));
}
} // namespace

ProcessFigures processFigures()
{
    const QByteArray stat = readWhole("/proc/self/stat");
    ProcessFigures figures;
    rusage usage{};
    if (::getrusage(RUSAGE_SELF, &usage) == 0)
        figures.cpuSeconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) == 0)
        figures.maxFiles = int(qMin<rlim_t>(files.rlim_cur, rlim_t(std::numeric_limits<int>::max())));
    figures.residentBytes = statField(stat, 24) * ::sysconf(_SC_PAGESIZE);
    figures.threads = int(statField(stat, 20));
    figures.openFiles = countOpenFiles();
    figures.uptimeS = uptimeS(stat);
    // Once: else it would wander with the rounding and with every step of the wall clock.
    static const qint64 startedAtMs = Clock::system().wallMs() - qint64(figures.uptimeS * 1000);
    figures.startedAtMs = startedAtMs;
    return figures;
}

} // namespace zg::telemetry
