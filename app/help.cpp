// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/help.h"

#include "core/settingkeys.h"

namespace zg::app {

using namespace Qt::StringLiterals;

namespace {

/// Options start their explanations in this column.
constexpr int textColumn = 34;

QString entry(const QString& left, const QString& right)
{
    const QString padded = u"  "_s + left.leftJustified(textColumn - 2);
    return (left.size() + 2 < textColumn ? padded : QString(u"  "_s + left + u'\n' + QString(textColumn, u' '))) +
           right + u'\n';
}

QString settingsHelp()
{
    QString options =
        u"Settings, later sources winning: defaults, --config FILE (or zhanggui.ini in the data folder),\n"
        u"environment variables (ZHANGGUI_LISTEN for --listen, and so on), the command line.\n\n"_s;
    QString secrets = u"\nFrom the environment alone:\n"_s;
    const Settings defaults;
    for (const SettingKey& key : settingKeys()) {
        if (!key.secretVariable.isEmpty()) {
            secrets += entry(key.secretVariable, key.meaning + u" ("_s + key.kind.range + u')');
            continue;
        }
        const QString value = key.name == "data-dir"_L1 ? dataFolder(defaults) : key.kind.get(defaults);
        QString text = key.meaning;
        if (!key.kind.isFlag && !value.isEmpty())
            text += u" ["_s + value + u']';
        options += entry(u"--"_s + key.name + (key.kind.isFlag ? QString() : QString(u' ' + key.kind.range)), text);
    }
    return options + secrets;
}

} // namespace

QString programHelp(std::span<const Command> commands)
{
    QString help = u"Zhanggui (掌柜): a store's mini-program backend and its console.\n\n"_s;
    for (const Command& command : commands)
        help += u"  "_s + command.usage.toString() + u"\n      "_s + command.summary.toString() + u'\n';
    help += u"  zhanggui --version\n\n"
            u"zhanggui COMMAND --help says more about one. "_s;
    return help + settingsHelp().trimmed();
}

QString commandHelp(const Command& command)
{
    const QString help = command.usage.toString() + u"\n  "_s + command.summary.toString();
    return command.takesSettings ? QString(help + u"\n\n"_s + settingsHelp().trimmed()) : help;
}

} // namespace zg::app
