// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings.h"

namespace zg::ui {

/// The console: the window, with the node inside it. Returns the program's exit code when the store is closed.
/// Without a display it says so in one line and returns 2.
int runConsole(int argc, char** argv, const LoadedSettings& settings);

} // namespace zg::ui
