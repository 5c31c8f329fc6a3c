// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/timechart.h"

namespace zg::ui {

/// One chart of the overview: what it draws.
struct OverviewChart
{
    const char* title; ///< translated in the context "Charts"
    ChartUnit unit;
    std::span<const ChartLine> lines;
};

std::span<const OverviewChart> overviewCharts();
/// Every figure of the samples in [fromMs, toMs], one row a sample, times in UTC.
QByteArray overviewCsv(std::span<const telemetry::Sample> samples, qint64 fromMs, qint64 toMs);

} // namespace zg::ui
