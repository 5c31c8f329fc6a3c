// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QList>
#include <QString>

#include <optional>

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
/// The same of a text that is, or is to be, that file's.
Result<QList<SettingLine>> parseSettings(const QString& path, const QByteArray& text);

/// `text` with `key = value` in the place of that key's first line, or added before the first section; everything else
/// stays as it is. With nothing, the key's lines go.
/// @param value one line
QByteArray withSetting(const QByteArray& text, const QString& key, const std::optional<QString>& value);

} // namespace zg
