// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/logring.h"
#include "core/result.h"

#include <QFuture>

namespace zg::ui {

enum class LogFormat : quint8 { Text, Tsv, Csv };

/// Lines of the log as a file or the clipboard takes them, in UTF-8. 100,000 lines take a while: on a thread of its
/// own.
QFuture<Result<QByteArray>> composeLog(QList<LogLine> lines, LogFormat format);

} // namespace zg::ui
