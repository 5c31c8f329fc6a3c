// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings.h"

#include <functional>

namespace zg::ui {

/// The console: the window, with the node inside it. Returns the program's exit code when the store is closed.
/// Without a display it says so in one line and returns 2.
int runConsole(int argc, char** argv, const LoadedSettings& settings);

/// Shows why the settings cannot be used, and asks `problem` again every second, and at once when the user wants it.
/// @param problem one sentence; empty when there is none any more
/// @return false when the user gave up
bool waitForSettings(int argc, char** argv, const std::function<QString()>& problem);

} // namespace zg::ui
