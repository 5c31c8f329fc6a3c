// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings.h"
#include "ui/console.h"

#include <QtGlobal>

// The module's doors, see app/consolecommand.cpp.

extern "C" Q_DECL_EXPORT bool zhangguiSettingsProblem(int argc, char** argv, const std::function<QString()>* problem)
{
    return zg::ui::waitForSettings(argc, argv, *problem);
}

extern "C" Q_DECL_EXPORT int zhangguiReplay(int argc, char** argv, zg::node::FlightRecording* recording)
{
    return zg::ui::runReplay(argc, argv, std::move(*recording));
}

extern "C" Q_DECL_EXPORT int zhangguiConsole(int argc, char** argv, const zg::LoadedSettings* settings,
                                             const zg::ui::ListenForCalls* listen)
{
    return zg::ui::runConsole(argc, argv, *settings, *listen);
}
