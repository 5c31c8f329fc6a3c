// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline.h"
#include "app/commands.h"
#include "app/doorbell.h"
#include "app/windowmodule.h"
#include "node/datafolder.h"

#include <QFileInfo>
#include <QLibrary>

#include <functional>
#include <memory>
#include <unistd.h>

namespace zg::app {

using namespace Qt::StringLiterals;

namespace {

using ListenForCalls = std::function<std::shared_ptr<void>(std::function<void()>)>; // as in ui/console.h
using ConsoleEntry = int (*)(int, char**, const LoadedSettings*, const ListenForCalls*);
using ProblemEntry = bool (*)(int, char**, const std::function<QString()>*);

/// Whether a file says what cannot be used: it can be mended while the program waits, the environment cannot.
bool isOfFile()
{
    QMap<QString, QString> places;
    const auto all = processEnvironment();
    for (const auto& name : {u"ZHANGGUI_CONFIG"_s, u"ZHANGGUI_DATA_DIR"_s})
        places.insert(name, all.value(name));
    return !loadSettings({}, places);
}

} // namespace

int runConsoleCommand(const QStringList& arguments)
{
    Result<LoadedSettings> settings = loadSettings(arguments, processEnvironment());
    if (!settings)
        complain(settings.error().message);
    // Without arguments it was started from a desktop, where nobody reads what was said just now.
    const bool canWait = arguments.isEmpty() && hasDisplay();
    if (!settings && !(canWait && isOfFile()))
        return exitBadSettings;
    if (!hasDisplay()) {
        complain(u"no display for the console's window; \"zhanggui serve\" runs the store without one"_s);
        return exitFailed;
    }
    QLibrary module(modulePath());
    module.setLoadHints(QLibrary::ResolveAllSymbolsHint | QLibrary::PreventUnloadHint);
    const auto entry = reinterpret_cast<ConsoleEntry>(module.resolve("zhangguiConsole"));
    if (!entry) {
        complain(u"the console's window cannot be loaded (%1); \"zhanggui serve\" runs the store without one"_s.arg(
            module.errorString()));
        return exitFailed;
    }
    int argc = 1;
    char name[] = "zhanggui";
    char* argv[] = {name, nullptr};
    if (!settings) {
        const std::function<QString()> problem = [&] {
            settings = loadSettings(arguments, processEnvironment());
            return settings ? QString() : settings.error().message;
        };
        const auto wait = reinterpret_cast<ProblemEntry>(module.resolve("zhangguiSettingsProblem"));
        if (!wait || !wait(argc, argv, &problem))
            return exitBadSettings;
    }
    const QString folder = dataFolder(settings->settings);
    if (const qint64 process = Doorbell::ring(folder, qgetenv("XDG_ACTIVATION_TOKEN"))) {
        complain(u"this store's console is open already (process %1): its window comes forward"_s.arg(process));
        return 0;
    }
    const ListenForCalls listen = [&](std::function<void()> called) -> std::shared_ptr<void> {
        // The folder is made now, so that two first starts meet as well; what is wrong with it the window will say.
        if (!node::prepareStoreFolders(settings->settings))
            return {};
        return std::make_shared<Doorbell>(folder, std::move(called));
    };
    return entry(argc, argv, &*settings, &listen);
}

} // namespace zg::app
