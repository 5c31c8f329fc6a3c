// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings.h"

namespace zg::ui {

/// What a setting means, in the language of now.
QString settingMeaning(const SettingInfo& info);
/// True when the sentence of the node is the one that is translated here.
bool hasSettingText(const SettingInfo& info);
QString settingSourceText(SettingSource source);
/// A unit, or what a setting takes, in the language of now: "threads", "FILE".
QString settingWord(const QString& word);
/// Long whole numbers in groups of three: "0–1,000,000". What is part of an address or a name stays.
QString settingValueText(const QString& value);

} // namespace zg::ui
