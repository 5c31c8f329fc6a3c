// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/snapshot.h"

#include <QList>

namespace zg::ui {

/// What one family of keys did in a while.
struct CacheFamilyRow
{
    telemetry::CacheFamilyFigures figures; ///< counted in that while; entries and bytes as they are now
    double meanLoadUs = 0;                 ///< since the start: a minute may have seen no load
    qint64 savedUs = 0;                    ///< of the database's time, by the hits
    bool operator==(const CacheFamilyRow&) const = default;
};

/// Remembers the snapshots of the last minute, to say what the cache did in it.
/// Thread: main.
class CacheMeter final
{
public:
    enum class Range : quint8 { Minute, Start };

    void push(const telemetry::Snapshot& snapshot);
    QList<CacheFamilyRow> families(Range range) const;
    /// Seconds of the database's time that hits saved in each second of the last minute.
    double savedPerS() const;
    qint64 savedUs() const; ///< since the start

private:
    struct Mark
    {
        qint64 atMs = 0;
        QList<telemetry::CacheFamilyFigures> families;
    };
    QList<Mark> m_marks; // one a second
};

} // namespace zg::ui
