// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commands.h"

#include <QString>

#include <span>

namespace zg::app {

QString programHelp(std::span<const Command> commands);
QString commandHelp(const Command& command); ///< with every setting, its default and its range

} // namespace zg::app
