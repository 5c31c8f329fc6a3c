// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/requesttrace.h"

#include <QString>

namespace zg::ui {

QString stepText(Step step); ///< "Waits for a connection"
QString stepHint(Step step); ///< one sentence: what happens there
QString keptText(telemetry::Kept kept);
QString keptHint(telemetry::Kept kept); ///< why it was kept
int keptTint(const telemetry::RequestTrace& trace);

/// "503 overloaded": the status, and the reason when there is one.
QString outcomeText(const telemetry::RequestTrace& trace);
/// Where most of its time went: "SQL 82 %"; empty when nothing is known.
QString mostlyText(const telemetry::RequestTrace& trace);

} // namespace zg::ui
