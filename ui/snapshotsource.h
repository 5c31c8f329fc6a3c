// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/snapshot.h"

namespace zg::ui {

enum class Resolution : quint8 { Second, Minute };

/// Where figures come from: the node in the program, a fake in tests. Every call is cheap and never waits.
/// Thread: main.
class SnapshotSource
{
public:
    virtual ~SnapshotSource() = default;
    virtual telemetry::Snapshot snapshot() const = 0;
    /// Oldest first, at most `count` of the newest.
    virtual QList<telemetry::Sample> series(Resolution resolution, int count) const = 0;
    virtual QList<telemetry::Marker> markers() const = 0;
};

} // namespace zg::ui
