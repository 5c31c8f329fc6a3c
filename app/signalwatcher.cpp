// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/signalwatcher.h"

#include <QSocketNotifier>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>

namespace zg::app {

namespace {

constexpr std::array watchedSignals = {SIGTERM, SIGINT, SIGHUP};

// What a signal handler may touch: a pipe's descriptors and a time.
std::array<int, 2> s_pipe{-1, -1};
volatile time_t s_firstStop = 0;
constexpr time_t patienceS = 2; // whoever signals a process group, or twice in haste, asks once

void onSignal(int signal)
{
    const int savedErrno = errno;
    if (signal != SIGHUP) {
        timespec now{};
        clock_gettime(CLOCK_MONOTONIC, &now);
        if (s_firstStop == 0)
            s_firstStop = now.tv_sec;
        else if (now.tv_sec - s_firstStop >= patienceS)
            _exit(128 + signal);
    }
    const char byte = char(signal);
    const auto written = ::write(s_pipe[1], &byte, 1); // a full pipe already says what is to say
    Q_UNUSED(written)
    errno = savedErrno;
}

} // namespace

SignalWatcher::SignalWatcher(QObject* parent)
    : QObject(parent)
{
    if (pipe2(s_pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        qFatal("no descriptors left for the signal pipe");
    m_notifier = new QSocketNotifier(s_pipe[0], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &SignalWatcher::read);
    for (const int signal : watchedSignals) {
        struct sigaction action
        {
        };
        action.sa_handler = onSignal;
        action.sa_flags = SA_RESTART;
        sigaction(signal, &action, nullptr);
    }
}

SignalWatcher::~SignalWatcher()
{
    for (const int signal : watchedSignals)
        std::signal(signal, SIG_DFL);
    for (int& descriptor : s_pipe)
        ::close(std::exchange(descriptor, -1));
}

void SignalWatcher::read()
{
    std::array<char, 16> bytes{};
    const auto count = ::read(s_pipe[0], bytes.data(), bytes.size());
    for (ssize_t i = 0; i < count; ++i) {
        if (bytes[size_t(i)] == SIGHUP)
            Q_EMIT reloadAsked();
        else
            Q_EMIT stopAsked();
    }
}

} // namespace zg::app
