// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline.h"

#include "app/commands.h"
#include "app/help.h"
#include "core/settingkeys.h"
#include "core/settingvalues.h"

#include <QProcessEnvironment>

#include <cstdio>

namespace zg::app {

using namespace Qt::StringLiterals;

namespace {

constexpr Command commands[] = {
    {u"", u"zhanggui [settings]", u"the console: the window, with the node inside it", runConsoleCommand},
    {u"open", u"zhanggui open FILE",
     u"shows a flight recording (the node's last 15 minutes, written by F8, an alert or after a crash) in the "
     u"console's "
     u"pages; starts no store",
     runOpen, false},
    {u"serve", u"zhanggui serve [settings]", u"the same node without a window", runServe},
    {u"user", u"zhanggui user add NAME --role ROLE [settings]",
     u"adds an account (customer, staff or admin); the password is read from the terminal or from standard input",
     runUser},
    {u"backup", u"zhanggui backup FILE [settings]", u"copies the database to FILE, also while it serves", runBackup},
    {u"restore", u"zhanggui restore FILE [settings]",
     u"puts FILE's content in the database's place, also while it serves", runRestore},
    {u"transfer", u"zhanggui transfer --from URL --to URL [settings]",
     u"moves a store into another, empty database, e.g. from sqlite:PATH to postgresql://…; both are compared at the "
     u"end",
     runTransfer},
};

const Command* findCommand(const QString& name)
{
    for (const Command& command : commands) {
        if (command.name == name)
            return &command;
    }
    return nullptr;
}

void write(FILE* to, const QString& text)
{
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), to);
    std::fflush(to);
}

} // namespace

void complain(const QString& line)
{
    write(stderr, u"zhanggui: "_s + line + u'\n');
}

void say(const QString& text)
{
    write(stdout, text + u'\n');
}

QMap<QString, QString> processEnvironment()
{
    QMap<QString, QString> map;
    const auto environment = QProcessEnvironment::systemEnvironment();
    for (const QString& name : environment.keys())
        map.insert(name, environment.value(name));
    return map;
}

Result<Arguments> splitArguments(const QStringList& arguments, const QStringList& ownOptions)
{
    Arguments split;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString& argument = arguments[i];
        if (!argument.startsWith("--"_L1)) {
            split.positional.append(argument);
            continue;
        }
        const qsizetype equals = argument.indexOf(u'=');
        const QString name = argument.mid(2, equals < 0 ? -1 : equals - 2);
        const SettingKey* key = findSettingKey(name);
        const bool hasNext = equals < 0 && i + 1 < arguments.size();
        // A flag may stand alone, or have its word behind it.
        const bool takesNext = hasNext && (!(key && key->kind.isFlag) || parseBool(arguments[i + 1]));
        if (!ownOptions.contains(name)) {
            split.settings.append(argument);
            if (takesNext)
                split.settings.append(arguments[++i]);
        } else if (equals >= 0) {
            split.own.insert(name, argument.mid(equals + 1));
        } else if (takesNext) {
            split.own.insert(name, arguments[++i]);
        } else {
            return Error::invalid(name, u"--%1 needs a value"_s.arg(name));
        }
    }
    return split;
}

std::optional<LoadedSettings> settingsOrComplaint(const QStringList& arguments)
{
    auto loaded = loadSettings(arguments, processEnvironment());
    if (loaded)
        return std::move(*loaded);
    complain(loaded.error().message);
    return std::nullopt;
}

int runCommandLine(int argc, char** argv)
{
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));

    if (arguments.value(0) == "help"_L1) { // "help NAME" is "NAME --help"
        arguments.removeFirst();
        arguments.append(u"--help"_s);
    }
    const QString first = arguments.value(0);
    if (first == "--version"_L1) {
        say(u"zhanggui " ZG_VERSION ""_s);
        return exitOk;
    }
    if (first == "load"_L1 || first == "patrol"_L1) {
        complain(first + u" is not in this version"_s);
        return exitBadSettings;
    }
    const bool isNamed = !first.isEmpty() && !first.startsWith(u'-');
    const Command* command = findCommand(isNamed ? first : QString());
    if (!command) {
        complain(u"there is no command \"%1\"; --help lists them"_s.arg(first));
        return exitBadSettings;
    }
    if (isNamed)
        arguments.removeFirst();
    if (arguments.contains(u"--help"_s) || arguments.contains(u"-h"_s)) {
        say(isNamed ? commandHelp(*command) : programHelp(commands));
        return exitOk;
    }
    return command->run(arguments);
}

} // namespace zg::app
