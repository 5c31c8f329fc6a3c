// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings.h"

namespace zg::ui {

/// What a setting means, in the language of now.
QString settingMeaning(const SettingInfo& info);
/// True when the sentence of the node is the one that is translated here.
bool hasSettingText(const SettingInfo& info);
QString settingSourceText(SettingSource source);

} // namespace zg::ui
