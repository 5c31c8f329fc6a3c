// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/logring.h"
#include "core/result.h"

namespace zg {

// How much each category of the log writes, changed while the program runs. Thread: any.

/// The program's own, by name: "zhanggui.access", …
QList<QByteArray> logCategories();
/// The least that one of them writes now.
LogLevel logLevel(QByteArrayView category);
/// From now on it writes that and worse. Access lines are information: Warning is no access log.
/// @errors InvalidArgument "category": there is none of that name; "level": the environment (QT_LOGGING_RULES) has the
/// last word
Result<void> setLogLevel(QByteArrayView category, LogLevel least);
/// Switches the access lines, and leaves alone what says so already. @errors as setLogLevel()
Result<void> logAccess(bool isWanted);

} // namespace zg
