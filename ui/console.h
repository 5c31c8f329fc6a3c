// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings.h"
#include "node/flightrecording.h"

#include <functional>
#include <memory>

namespace zg::ui {

/// Runs what it is given, on the main thread, each time somebody starts the same console again, as long as what it
/// returned lives.
using ListenForCalls = std::function<std::shared_ptr<void>(std::function<void()> called)>;

/// The console: the window, with the node inside it. Returns the program's exit code when the store is closed.
/// Without a display it says so in one line and returns 2.
/// @param listen begins to listen for another start of the same console
int runConsole(int argc, char** argv, const LoadedSettings& settings, const ListenForCalls& listen);

/// A window that shows a recording. No node is started, no port opened. Returns when it is closed.
int runReplay(int argc, char** argv, node::FlightRecording recording);

/// Shows why the settings cannot be used, and asks `problem` again every second, and at once when the user wants it.
/// @param problem one sentence; empty when there is none any more
/// @return false when the user gave up
bool waitForSettings(int argc, char** argv, const std::function<QString()>& problem);

} // namespace zg::ui
