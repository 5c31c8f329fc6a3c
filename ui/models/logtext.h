// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/logring.h"

#include <QStringList>

namespace zg::ui {

// How lines of the log read.

QString logLevelText(LogLevel level);
QString logCategoryText(QByteArrayView category); ///< "zhanggui.sql" → "sql"; another program's stay whole
QString logTimeText(qint64 atMs);                 ///< "03-01 16:00:05.120", local

/// For a file or a message: "2026-03-01T08:00:05.120Z warning zhanggui.sql [request] text", a line each.
QByteArray logAsText(const QList<LogLine>& lines);
/// For a spreadsheet: a heading, then time (UTC), level, category, thread, request id and text, parted by tabs.
QByteArray logAsTsv(const QList<LogLine>& lines);
QStringList logSheetHeader();
QStringList logSheetRow(const LogLine& line);

} // namespace zg::ui
