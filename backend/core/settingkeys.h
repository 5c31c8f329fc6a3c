// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings.h"

#include <functional>
#include <span>

namespace zg {

/// How one setting's text becomes its value and back.
struct SettingKind
{
    QString range; ///< "0–256", "HOST:PORT"
    QString unit;
    std::function<bool(Settings&, const QString&)> set; ///< false: not such a value
    std::function<QString(const Settings&)> get;
    bool isFlag = false;                       ///< may stand without a value
    std::function<void(Settings&)> clear = {}; ///< set: repeatable, and a later source replaces an earlier one's
    SettingInput input = SettingInput::Text;
    QStringList choices = {};                                  ///< with SettingInput::Choice
    std::function<QString(const Settings&)> withPassword = {}; ///< where get() hides one: for comparing alone
    bool isRepeatable() const { return bool(clear); }
};

/// One row of the settings table: loading, --help and the console's page all go by it.
struct SettingKey
{
    QString name; ///< "listen": --listen, ZHANGGUI_LISTEN, listen = … in the file
    SettingKind kind;
    QString meaning;
    QString secretVariable = {}; ///< its environment variable, when it comes from there alone
    bool isSecret = false;       ///< never shown
    bool isLive = false;         ///< a running node takes a new value over: see core/livesettings.h

    QString variable() const; ///< "ZHANGGUI_LISTEN"
};

const std::vector<SettingKey>& settingKeys();
const SettingKey* findSettingKey(QStringView name);

/// What the contract names and this version does not have: the sentence for it, or nothing.
QString notInThisVersion(QStringView key, const QString& value);

} // namespace zg
