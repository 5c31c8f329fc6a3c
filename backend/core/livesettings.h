// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings.h"

namespace zg {

/// Of what is wanted, a node that runs takes these over at once: the settings whose SettingKey::isLive is set.
void takeOver(Settings& running, const Settings& wanted);

} // namespace zg
