// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QList>
#include <QString>

namespace zg {

struct SettingLine
{
    QString key; ///< as on the command line: "pool-minimum-idle" for minimum_idle in [pool]
    QString value;
    int number = 0; ///< of its line, from 1
};

/// Reads `key = value` lines in optional [sections]; # and ; begin comments, quotes around a value are taken off.
/// QSettings' INI reader is not used: it splits values at commas and says nothing about a bad line.
/// @errors InvalidArgument: one line that names the file, and the line where there is one
Result<QList<SettingLine>> readSettingFile(const QString& path);

} // namespace zg
