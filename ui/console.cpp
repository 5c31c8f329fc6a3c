// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console.h"

#include "core/logtap.h"
#include "core/qtexecutor.h"
#include "ui/language.h"
#include "ui/nodeadapter.h"
#include "ui/quitsignals.h"
#include "ui/replaynode.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/replaybar.h"
#include "ui/shell/screenfit.h"
#include "ui/shell/settingsproblem.h"
#include "ui/shell/theme.h"
#include "ui/shell/windowstate.h"

#include <QApplication>
#include <QTimer>

#include <cstdio>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

bool hasDisplay(int argc, char** argv)
{
#if defined(Q_OS_LINUX)
    // Qt would abort; a line that names the way out is kinder.
    for (int i = 1; i < argc; ++i)
        if (qstrcmp(argv[i], "-platform") == 0)
            return true;
    return qEnvironmentVariableIsSet("QT_QPA_PLATFORM") || !qEnvironmentVariableIsEmpty("DISPLAY") ||
           !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
#else
    Q_UNUSED(argc)
    Q_UNUSED(argv)
    return true;
#endif
}

void introduce()
{
    QApplication::setApplicationName(u"Zhanggui"_s);
    QApplication::setApplicationVersion(QString::fromLatin1(ZG_VERSION));
    QApplication::setDesktopFileName(u"zhanggui"_s);
}

} // namespace

int runConsole(int argc, char** argv, const LoadedSettings& settings, const ListenForCalls& listen)
{
    if (!hasDisplay(argc, argv)) {
        std::fputs("zhanggui: there is no display for the window; `zhanggui serve` opens the same store without one\n",
                   stderr);
        return 2;
    }
    QApplication application(argc, argv);
    introduce();
    QApplication::setQuitOnLastWindowClosed(false);

    QtExecutor executor;
    WindowState state;
    Language language;
    language.setChoice(state.value(u"look/language"_s).toString());
    Theme theme;
    theme.setMode(Theme::Mode(qBound(0, state.value(u"look/theme"_s).toInt(), 2)));
    QuitSignals quitSignals;

    LogRing log;
    const LogTap tap(log); // before the node, whose first lines are of interest, and after its last
    node::Node node(settings);
    node.keepFlight(log);
    NodeAdapter control(node, log);
    MainWindow window(control, theme, language, state);
    QObject::connect(&window, &MainWindow::closed, &application, &QApplication::quit, Qt::QueuedConnection);
    QObject::connect(&quitSignals, &QuitSignals::quitAsked, &window, &MainWindow::closeStore);
    if (!state.value(u"window/geometry"_s).isValid() && isScreenSmall(window))
        window.showMaximized(); // the first time; later as it was left
    else
        window.show();
    const auto calls = listen([&window] { window.comeForward(); });
    if (!control.isFirstStart())
        QTimer::singleShot(0, &control, [&control] { control.start(); }); // the window is on screen first
    return QApplication::exec();
}

int runReplay(int argc, char** argv, node::FlightRecording recording)
{
    QApplication application(argc, argv);
    introduce();
    QtExecutor executor;
    WindowState state;
    Language language;
    language.setChoice(state.value(u"look/language"_s).toString());
    Theme theme;
    theme.setMode(Theme::Mode(qBound(0, state.value(u"look/theme"_s).toInt(), 2)));
    QuitSignals quitSignals;

    ReplayNode node(std::move(recording));
    MainWindow window(node, theme, language, state);
    auto* bar = new ReplayBar(node, theme, &window);
    window.addFoot(bar);
    QObject::connect(&node, &ReplayNode::moved, &window, &MainWindow::tick);
    QObject::connect(&window, &MainWindow::closed, &application, &QApplication::quit, Qt::QueuedConnection);
    QObject::connect(&quitSignals, &QuitSignals::quitAsked, &window, &MainWindow::closeStore);
    node.tellMoment();
    window.show();
    bar->setFocus(Qt::OtherFocusReason);
    return QApplication::exec();
}

bool waitForSettings(int argc, char** argv, const std::function<QString()>& problem)
{
    const QApplication application(argc, argv);
    introduce();
    const WindowState state;
    Language language;
    language.setChoice(state.value(u"look/language"_s).toString());
    Theme theme;
    theme.setMode(Theme::Mode(qBound(0, state.value(u"look/theme"_s).toInt(), 2)));
    QuitSignals quitSignals;

    SettingsProblem notice(problem);
    QObject::connect(&quitSignals, &QuitSignals::quitAsked, &notice, &QDialog::reject);
    return notice.exec() == QDialog::Accepted;
}

} // namespace zg::ui
