// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/requesttrace.h"
#include "ui/models/tablemodel.h"

namespace zg::ui {

/// One bar of a request's waterfall.
struct SpanRow
{
    int number = 0;
    telemetry::RequestSpan span;
    qint64 wholeNs = 0;  ///< the request's duration
    bool isRest = false; ///< what no span tells; it has no place on the axis
    bool operator==(const SpanRow&) const = default;
};

template <>
struct RowKey<SpanRow>
{
    static auto of(const SpanRow& row) { return row.number; }
};

/// Where a bar begins and ends, as shares of the request's time: a QPointF; none for what has no place.
inline constexpr int BarRole = Qt::UserRole + 5;

/// Where one request's time went, in the order of its way.
/// Thread: main.
class SpanModel final : public TableModel<SpanRow>
{
    Q_OBJECT

public:
    enum ColumnIndex : quint8 { Name, Bar, Took, Share };

    explicit SpanModel(QObject* parent = nullptr);
    void take(const telemetry::RequestTrace& trace);
    QVariant data(const QModelIndex& index, int role) const override;
};

} // namespace zg::ui
