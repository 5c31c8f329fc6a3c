// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings.h"
#include "ui/console.h"

#include <QtGlobal>

/// The module's one door, see app/consolecommand.cpp.
extern "C" Q_DECL_EXPORT int zhangguiConsole(int argc, char** argv, const zg::LoadedSettings* settings)
{
    return zg::ui::runConsole(argc, argv, *settings);
}
