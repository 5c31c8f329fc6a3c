// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/logtap.h"

#include "core/clock.h"
#include "core/logging.h"
#include "core/logring.h"

#include <pthread.h>
#include <unistd.h>

namespace zg {

namespace {

std::mutex mutex; // guards what follows
LogRing* tapped = nullptr;
QtMessageHandler handlerBefore = nullptr;

LogLevel levelOf(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return LogLevel::Debug;
    case QtInfoMsg:
        return LogLevel::Info;
    case QtWarningMsg:
        return LogLevel::Warning;
    case QtCriticalMsg:
    case QtFatalMsg:
        break;
    }
    return LogLevel::Critical;
}

/// The kernel's name for it, without what all of ours begin with.
QByteArray threadName()
{
    if (gettid() == getpid())
        return "main";
    char name[16] = {}; // the kernel's longest, with its end
    pthread_getname_np(pthread_self(), name, sizeof(name));
    const QByteArrayView view(name);
    return (view.startsWith("zg-") ? view.sliced(3) : view).toByteArray();
}

void keepLine(QtMsgType type, const QMessageLogContext& context, const QString& message)
{
    LogLine line;
    line.atMs = Clock::system().wallMs();
    line.level = levelOf(type);
    line.category = context.category;
    line.thread = threadName();
    line.requestId = LogRequest::current().toByteArray();
    line.text = message.toUtf8();
    QtMessageHandler before = nullptr;
    {
        const std::lock_guard lock(mutex);
        if (tapped)
            tapped->add(std::move(line));
        before = handlerBefore;
    }
    before(type, context, message); // Qt's own where nobody installed one
}

} // namespace

LogTap::LogTap(LogRing& ring)
{
    const std::lock_guard lock(mutex);
    Q_ASSERT_X(!tapped, "LogTap", "one at a time");
    tapped = &ring;
    handlerBefore = qInstallMessageHandler(keepLine);
}

LogTap::~LogTap()
{
    const std::lock_guard lock(mutex);
    qInstallMessageHandler(handlerBefore); // a line under way is still written by it
    tapped = nullptr;
}

} // namespace zg
