// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline.h"
#include "app/commands.h"
#include "app/password.h"
#include "node/upkeep.h"

namespace zg::app {

using namespace Qt::StringLiterals;

namespace {

int failed(const Error& error)
{
    complain(error.message);
    return error.code == ErrorCode::InvalidArgument ? exitBadSettings : exitFailed;
}

} // namespace

int runUser(const QStringList& arguments)
{
    const auto split = splitArguments(arguments, {u"role"_s});
    if (!split)
        return failed(split.error());
    if (split->positional.size() != 2 || split->positional[0] != "add"_L1 || !split->own.contains(u"role"_s)) {
        complain(u"usage: zhanggui user add NAME --role ROLE [settings]"_s);
        return exitBadSettings;
    }
    const auto settings = settingsOrComplaint(split->settings);
    if (!settings)
        return exitBadSettings;
    const QString role = split->own.value(u"role"_s);
    const QString name = split->positional[1];
    if (!node::isRole(role)) {
        complain(u"--role: cannot use \"%1\"; it takes customer, staff or admin"_s.arg(role));
        return exitBadSettings;
    }
    const auto password = readPassword();
    if (!password)
        return failed(password.error());
    const auto added = node::addUser(settings->settings, name, *password, role);
    if (!added)
        return failed(added.error());
    say(u"added %1 as %2"_s.arg(name, role));
    return exitOk;
}

} // namespace zg::app
