// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline.h"
#include "app/commands.h"
#include "node/upkeep.h"

namespace zg::app {

using namespace Qt::StringLiterals;

namespace {

using Copy = Result<QString> (*)(const Settings&, const QString&);

int run(const QStringList& arguments, const QString& command, Copy copy)
{
    const auto split = splitArguments(arguments, {});
    if (!split || split->positional.size() != 1) {
        complain(u"usage: zhanggui %1 FILE [settings]"_s.arg(command));
        return exitBadSettings;
    }
    const auto settings = settingsOrComplaint(split->settings);
    if (!settings)
        return exitBadSettings;
    const auto done = copy(settings->settings, split->positional[0]);
    if (!done) {
        complain(done.error().message);
        return exitFailed;
    }
    say(*done);
    return exitOk;
}

} // namespace

int runBackup(const QStringList& arguments)
{
    return run(arguments, u"backup"_s, node::backup);
}

int runRestore(const QStringList& arguments)
{
    return run(arguments, u"restore"_s, node::restore);
}

} // namespace zg::app
