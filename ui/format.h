// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace zg::ui {

// Figures for people. Money is core's yuanText().

QString countText(qint64 count);    ///< 12345 → "12,345"
QString rateText(double perSecond); ///< "0", "3.2", "845", "12.3k": at most five characters
QString latencyText(double us);     ///< "–" when nothing was measured, "830 µs", "4.2 ms", "1.35 s"
QString bytesText(qint64 bytes);    ///< "64.0 MB"
QString localTimeText(qint64 ms);   ///< "2026-03-01 16:00:05", local; "–" for 0
QString utcTimeText(qint64 ms);     ///< the same moment in UTC, for the tooltip

} // namespace zg::ui
