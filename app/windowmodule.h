// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace zg::app {

/// Where the window's module is: it lies beside the program, or where a package puts it.
QString modulePath();
/// Whether there is a screen for a window.
bool hasDisplay();

} // namespace zg::app
