// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/requesttrace.h"
#include "ui/models/tablemodel.h"

#include <QSortFilterProxyModel>

namespace zg::ui {

template <>
struct RowKey<telemetry::RequestTrace>
{
    static auto of(const telemetry::RequestTrace& row) { return row.number; }
};

/// Single requests of the last minutes that were kept.
/// Thread: main.
class RequestModel final : public TableModel<telemetry::RequestTrace>
{
    Q_OBJECT

public:
    enum ColumnIndex : quint8 { When, Why, Route, Outcome, Duration, Mostly, Client, Id };

    explicit RequestModel(QObject* parent = nullptr);
    QVariant data(const QModelIndex& index, int role) const override;
};

/// Those of one kind, of one route; sorted by what stands in a column.
/// Thread: main.
class RequestFilter final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    enum Show : quint8 { SlowAndFailed, Slow, Failed, Refused, All };
    static constexpr int showCount = 5;

    explicit RequestFilter(QObject* parent = nullptr);
    void setShow(Show show);
    void setRoute(const QString& route); ///< empty: every route's
    const QString& route() const { return m_route; }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    Show m_show = SlowAndFailed;
    QString m_route;
};

} // namespace zg::ui
