// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline.h"
#include "app/commands.h"
#include "app/windowmodule.h"
#include "node/flightrecording.h"

#include <QLibrary>

namespace zg::app {

using namespace Qt::StringLiterals;

namespace {

using ReplayEntry = int (*)(int, char**, node::FlightRecording*);

} // namespace

int runOpen(const QStringList& arguments)
{
    if (arguments.size() != 1) {
        complain(u"which recording? zhanggui open FILE"_s);
        return exitBadSettings;
    }
    auto recording = node::FlightRecording::load(arguments.constFirst());
    if (!recording) {
        complain(recording.error().message);
        return exitBadSettings;
    }
    if (!hasDisplay()) {
        complain(u"no display for the recording's window"_s);
        return exitFailed;
    }
    QLibrary module(modulePath());
    module.setLoadHints(QLibrary::ResolveAllSymbolsHint | QLibrary::PreventUnloadHint);
    const auto entry = reinterpret_cast<ReplayEntry>(module.resolve("zhangguiReplay"));
    if (!entry) {
        complain(u"the console's window cannot be loaded (%1)"_s.arg(module.errorString()));
        return exitFailed;
    }
    int argc = 1;
    char name[] = "zhanggui";
    char* argv[] = {name, nullptr};
    return entry(argc, argv, &*recording);
}

} // namespace zg::app
