// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/fleet.h"

#include <algorithm>

namespace zg::ui {

using telemetry::NodeFigures;

NodeHealth healthOf(const NodeFigures& node)
{
    if (node.state == NodeFigures::State::Gone)
        return NodeHealth::Gone;
    if (node.silentMs > silentAfterMs)
        return NodeHealth::Late;
    return node.state == NodeFigures::State::Draining ? NodeHealth::Draining : NodeHealth::Serving;
}

Fleet fleetOf(const QList<NodeFigures>& nodes)
{
    Fleet fleet;
    for (const NodeFigures& node : nodes) {
        switch (healthOf(node)) {
        case NodeHealth::Serving:
            ++fleet.serving;
            break;
        case NodeHealth::Late:
            ++fleet.late;
            break;
        case NodeHealth::Draining:
            ++fleet.draining;
            break;
        case NodeHealth::Gone:
            ++fleet.gone;
            continue;
        }
        fleet.ratePerS += node.ratePerS;
        fleet.inFlight += node.inFlight;
        fleet.connections += node.connections;
        fleet.worstP99Us = std::max(fleet.worstP99Us, node.p99Us);
        ++fleet.versions[node.version];
    }
    return fleet;
}

} // namespace zg::ui
