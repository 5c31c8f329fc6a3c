// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline.h"
#include "app/commands.h"
#include "node/storetransfer.h"

namespace zg::app {

using namespace Qt::StringLiterals;

namespace {

/// The settings with `url` for the database; complaints name the option it came by.
std::optional<Settings> settingsOf(const QString& option, const QString& url, const QStringList& arguments)
{
    auto loaded = loadSettings(arguments + QStringList{u"--database"_s, url}, processEnvironment());
    if (loaded)
        return loaded->settings;
    const bool isUrl = loaded.error().field == "database"_L1;
    complain(isUrl ? QString(u"--"_s + option + u": it takes sqlite:PATH or postgresql://user@host:port/name"_s)
                   : loaded.error().message);
    return std::nullopt;
}

} // namespace

int runTransfer(const QStringList& arguments)
{
    const auto split = splitArguments(arguments, {u"from"_s, u"to"_s});
    const bool isWhole =
        split && split->positional.isEmpty() && split->own.contains(u"from"_s) && split->own.contains(u"to"_s);
    if (!isWhole) {
        complain(u"usage: zhanggui transfer --from URL --to URL [settings]"_s);
        return exitBadSettings;
    }
    const auto from = settingsOf(u"from"_s, split->own.value(u"from"_s), split->settings);
    const auto to = from ? settingsOf(u"to"_s, split->own.value(u"to"_s), split->settings) : std::nullopt;
    if (!from || !to)
        return exitBadSettings;
    const auto moved = node::transfer(*from, *to, complain);
    if (!moved) {
        complain(moved.error().message);
        return moved.error().code == ErrorCode::InvalidArgument ? exitBadSettings : exitFailed;
    }
    say(*moved);
    return exitOk;
}

} // namespace zg::app
