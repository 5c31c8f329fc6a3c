// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/nodeadapter.h"

#include "core/logging.h"

namespace zg::ui {

NodeAdapter::NodeAdapter(node::Node& node, const LogRing& log, QObject* parent)
    : NodeControl(parent)
    , m_node(node)
    , m_log(log)
{
    connect(&m_node, &node::Node::stateChanged, this, &NodeAdapter::stateChanged);
    connect(&m_node, &node::Node::stateChanged, this, &NodeAdapter::logState);
}

/// For the page of the log; `serve` says the same on its own.
void NodeAdapter::logState(node::State state)
{
    if (state == node::State::Serving)
        qCInfo(lcNode, "the node serves at %ls", qUtf16Printable(address()));
    else if (state == node::State::Failed)
        qCWarning(lcNode, "the node does not start: %ls", qUtf16Printable(problem().message));
}

telemetry::Snapshot NodeAdapter::snapshot() const
{
    return m_node.snapshot();
}

QList<telemetry::Sample> NodeAdapter::series(Resolution resolution, int count) const
{
    const auto wanted = resolution == Resolution::Second ? node::Resolution::Second : node::Resolution::Minute;
    return m_node.series(wanted, count);
}

QList<telemetry::Marker> NodeAdapter::markers() const
{
    return m_node.markers();
}

bool NodeAdapter::isFirstStart() const
{
    return m_node.isFirstStart();
}

void NodeAdapter::chooseBeginning(bool demo, const QByteArray& adminPassword)
{
    m_node.chooseBeginning(demo, adminPassword);
}

void NodeAdapter::start()
{
    m_node.start();
}

void NodeAdapter::stop()
{
    m_node.stop();
}

node::State NodeAdapter::state() const
{
    return m_node.state();
}

QString NodeAdapter::address() const
{
    return m_node.address();
}

Error NodeAdapter::problem() const
{
    return m_node.problem();
}

QList<SettingInfo> NodeAdapter::settings() const
{
    return m_node.settings();
}

std::optional<node::KeptRequests> NodeAdapter::requests(quint64 revision) const
{
    return m_node.requests(revision);
}

QStringList NodeAdapter::hints() const
{
    return m_node.hints();
}

node::StaffDesk& NodeAdapter::staff()
{
    return m_node.staff();
}

node::ProductDesk& NodeAdapter::products()
{
    return m_node.products();
}

node::OrderDesk& NodeAdapter::orders()
{
    return m_node.orders();
}

node::DatabaseDesk& NodeAdapter::database()
{
    return m_node.database();
}

node::AdminDesk& NodeAdapter::admin()
{
    return m_node.admin();
}

node::CacheDesk& NodeAdapter::cache()
{
    return m_node.cache();
}

node::AccountDesk& NodeAdapter::accounts()
{
    return m_node.accounts();
}

node::OperationDesk& NodeAdapter::operations()
{
    return m_node.operations();
}

node::SettingDesk& NodeAdapter::settingDesk()
{
    return m_node.settingDesk();
}

node::Answer<QString> NodeAdapter::writeFlight(node::FlightReason reason)
{
    return m_node.writeFlight(reason);
}

QString NodeAdapter::crashRecording() const
{
    return m_node.crashRecording();
}

} // namespace zg::ui
