// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/snapshot.h"
#include "ui/models/tablemodel.h"

#include <QHash>

namespace zg::ui {

/// The last minute of one route.
struct RouteRow
{
    QString route;
    double ratePerS = 0;
    telemetry::Percentiles latency;
    std::array<qint64, telemetry::outcomeCount> minute{};
    double share = 0;   ///< of the time that all routes took together, 0 to 1
    QList<float> trend; ///< its rate, a second each, oldest first
    qint64 errors() const
    {
        return minute[size_t(telemetry::Outcome::ServerError)] + minute[size_t(telemetry::Outcome::Shed)];
    }
    bool operator==(const RouteRow&) const = default;
};

template <>
struct RowKey<RouteRow>
{
    static auto of(const RouteRow& row) { return row.route; }
};

/// What a sparkline is drawn from: a QList<float>.
inline constexpr int TrendRole = Qt::UserRole + 4;

/// The routes that were asked for since the start, with their figures of now.
/// Thread: main.
class RouteModel final : public TableModel<RouteRow>
{
    Q_OBJECT

public:
    enum ColumnIndex : quint8 { Route, Rate, P50, P95, P99, Max, Errors, Share, Trend };
    static constexpr int trendSeconds = 60;

    explicit RouteModel(QObject* parent = nullptr);
    void take(const telemetry::Snapshot& snapshot);
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Past
    {
        QList<float> trend;
        qint64 requests = 0; // since start
    };
    QHash<QString, Past> m_past; // by route
    qint64 m_pastSecond = 0;
};

} // namespace zg::ui
