// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/snapshot.h"

#include <QMap>

namespace zg::node {

/// Finds what happened between two snapshots that belongs on the time axis: breakers, replicas and nodes that came or
/// went, drifts of the ledger, another strategy or size of the pool.
/// Thread: one.
class MarkerWatch final
{
public:
    /// @return in the order of the snapshot; nothing the first time, when nothing is known of before
    QList<telemetry::Marker> look(const telemetry::Snapshot& now);

private:
    struct Seen
    {
        QMap<QString, qint64> breakersOpened;
        QMap<QString, bool> breakersClosed, replicasUsed;
        QMap<QString, QString> nodes; ///< the names of those that are there, by the run
        QString strategy;
        int poolMaximum = 0;
        qint64 drifts = 0;
    };

    static Seen see(const telemetry::Snapshot& snapshot);

    Seen m_seen;
    bool m_hasLooked = false;
};

} // namespace zg::node
