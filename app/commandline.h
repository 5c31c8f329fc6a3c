// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings.h"

#include <QMap>
#include <QStringList>

namespace zg::app {

/// Exit codes that scripts rely on.
inline constexpr int exitOk = 0;
inline constexpr int exitFailed = 1;
inline constexpr int exitBadSettings = 2;

/// What follows a command's name: its own positions and options taken out, the rest is for the settings.
struct Arguments
{
    QStringList positional;
    QMap<QString, QString> own; ///< "role" → "staff"
    QStringList settings;
};
/// @param ownOptions options with a value that are the command's own, without dashes
/// @errors InvalidArgument: an own option without a value
Result<Arguments> splitArguments(const QStringList& arguments, const QStringList& ownOptions);

/// The process's own, as the settings take it.
QMap<QString, QString> processEnvironment();

/// Writes one line to standard error, "zhanggui: …"; to standard output.
void complain(const QString& line);
void say(const QString& text);

/// Loads settings or complains. @return nothing: exit with exitBadSettings
std::optional<LoadedSettings> settingsOrComplaint(const QStringList& arguments);

/// The whole program. @return its exit code
int runCommandLine(int argc, char** argv);

} // namespace zg::app
