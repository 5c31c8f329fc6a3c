// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline.h"
#include "app/commands.h"
#include "app/signalwatcher.h"
#include "core/logring.h"
#include "core/logtap.h"
#include "node/node.h"

#include <QCoreApplication>

namespace zg::app {

using namespace Qt::StringLiterals;

namespace {

/// Nobody looks at them here: until the flight recorder has taken them, once a second.
constexpr int logLines = 2'000;
constexpr qint64 logBytes = 1024 * 1024;

/// Follows one node from start to stop and leaves the event loop with the exit code.
/// Thread: main.
class Service final : public QObject
{
public:
    explicit Service(LoadedSettings settings)
        : m_node(std::move(settings))
    {
        connect(&m_node, &node::Node::stateChanged, this, &Service::follow);
        connect(&m_signals, &SignalWatcher::stopAsked, &m_node, &node::Node::stop);
        connect(&m_signals, &SignalWatcher::reloadAsked, &m_node, &node::Node::reloadCertificate);
        m_node.keepFlight(m_log);
        m_node.start();
    }

private:
    void follow(node::State state)
    {
        switch (state) {
        case node::State::Serving:
            if (!m_saidReady)
                announce();
            break;
        case node::State::Failed:
            complain(m_node.problem().message);
            QCoreApplication::exit(m_node.problem().field.isEmpty() ? exitFailed : exitBadSettings);
            break;
        case node::State::Stopped:
            QCoreApplication::exit(exitOk);
            break;
        case node::State::Starting:
        case node::State::Degraded: // the node logs it, and the end of it
        case node::State::Stopping:
            break;
        }
    }
    void announce()
    {
        m_saidReady = true;
        for (const QString& hint : m_node.hints())
            complain(hint);
        say(u"listening on "_s + m_node.address());
    }

    LogRing m_log{logLines, logBytes};
    const LogTap m_tap{m_log};
    node::Node m_node;
    SignalWatcher m_signals;
    bool m_saidReady = false;
};

} // namespace

int runServe(const QStringList& arguments)
{
    auto settings = settingsOrComplaint(arguments);
    if (!settings)
        return exitBadSettings;
    int argc = 1;
    char name[] = "zhanggui";
    char* argv[] = {name, nullptr};
    QCoreApplication application(argc, argv);
    Service service(std::move(*settings));
    return QCoreApplication::exec();
}

} // namespace zg::app
