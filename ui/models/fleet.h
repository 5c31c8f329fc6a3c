// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/snapshot.h"

#include <QMap>

namespace zg::ui {

/// A node that has said nothing for so long is late: three of its beats.
inline constexpr qint64 silentAfterMs = 6'000;

/// How a node of the fleet is, as far as the others know. Late: it counts as serving or draining and is silent.
enum class NodeHealth : quint8 { Serving, Late, Draining, Gone };
NodeHealth healthOf(const telemetry::NodeFigures& node);

/// All nodes on the same database together. Those that are gone carry no load any more.
struct Fleet
{
    double ratePerS = 0;
    int inFlight = 0, connections = 0;
    qint64 worstP99Us = 0;
    int serving = 0, late = 0, draining = 0, gone = 0;
    QMap<QString, int> versions; ///< of nodes that are not gone: how many have it
    bool operator==(const Fleet&) const = default;
    int atWork() const { return serving + late + draining; }
};

Fleet fleetOf(const QList<telemetry::NodeFigures>& nodes);

} // namespace zg::ui
