// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/markertext.h"

#include <QCoreApplication>

namespace zg::ui {

using Kind = telemetry::Marker::Kind;

namespace {

const char* pattern(Kind kind)
{
    switch (kind) {
    case Kind::Start:
        return QT_TRANSLATE_NOOP("Markers", "The node started, version %1");
    case Kind::Deploy:
        return QT_TRANSLATE_NOOP("Markers", "Another version came: %1");
    case Kind::BreakerOpened:
        return QT_TRANSLATE_NOOP("Markers", "Breaker opened: %1");
    case Kind::BreakerClosed:
        return QT_TRANSLATE_NOOP("Markers", "Breaker closed: %1");
    case Kind::LoadTest:
        return QT_TRANSLATE_NOOP("Markers", "Load test: %1");
    case Kind::Problem:
        return QT_TRANSLATE_NOOP("Markers", "Degraded: the database does not answer");
    case Kind::Well:
        return QT_TRANSLATE_NOOP("Markers", "The database answers again");
    case Kind::ReplicaLeft:
        return QT_TRANSLATE_NOOP("Markers", "Replica left out: %1");
    case Kind::ReplicaBack:
        return QT_TRANSLATE_NOOP("Markers", "Replica used again: %1");
    case Kind::NodeCame:
        return QT_TRANSLATE_NOOP("Markers", "Node came: %1");
    case Kind::NodeGone:
        return QT_TRANSLATE_NOOP("Markers", "Node gone: %1");
    case Kind::Drift:
        return QT_TRANSLATE_NOOP("Markers", "Stock and ledger differ: product %1");
    case Kind::StrategyChanged:
        return QT_TRANSLATE_NOOP("Markers", "Stock strategy: %1");
    case Kind::PoolChanged:
        return QT_TRANSLATE_NOOP("Markers", "Pool size: %1");
    }
    return "%1";
}

} // namespace

QString markerText(const telemetry::Marker& marker)
{
    const QString text = QCoreApplication::translate("Markers", pattern(marker.kind));
    return text.contains(u"%1") ? text.arg(marker.text) : text;
}

bool isBad(Kind kind)
{
    return kind == Kind::Problem || kind == Kind::BreakerOpened || kind == Kind::ReplicaLeft ||
           kind == Kind::NodeGone || kind == Kind::Drift;
}

} // namespace zg::ui
