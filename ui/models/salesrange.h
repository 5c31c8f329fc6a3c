// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/sales.h"
#include "ui/widgets/sheetfile.h"

#include <QDate>

namespace zg::ui {

/// Days of the shop, cut into what a bar stands for: hours up to two days, else days. Local time, so a day of a clock
/// change has 23 or 25 hours.
struct SalesRange
{
    static constexpr int hourlyDays = 2;

    QDate first, last; ///< that day included
    bool isHourly() const { return first.daysTo(last) < hourlyDays; }
    bool isTooLong() const { return first.daysTo(last) >= shop::Sales::mostSpans; }
    QList<qint64> edges() const;
    QString label(qint64 edgeMs) const;             ///< below a bar
    QString text(qint64 fromMs, qint64 toMs) const; ///< the whole stretch
    bool operator==(const SalesRange&) const = default;
};

/// The report as a file: spans, sums and best sellers, told apart by the first column.
Sheet salesSheet(const shop::SalesReport& report);

} // namespace zg::ui
