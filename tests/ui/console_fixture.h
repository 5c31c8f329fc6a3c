// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fakenode.h"
#include "ui/language.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/theme.h"
#include "ui/shell/windowstate.h"

#include <QTemporaryDir>

namespace zg::ui::test {

/// A whole console over a fake node, with its own remembered state.
struct Console
{
    explicit Console(bool first = false, const QString& language = QStringLiteral("en"))
        : state(folder.filePath(QStringLiteral("console.ini")))
    {
        node.first = first;
        lingo.setChoice(language);
        theme.setMode(Theme::Mode::Light);
        if (first)
            node.become(node::State::Stopped);
        window = std::make_unique<MainWindow>(node, theme, lingo, state);
    }

    void show(QSize size = {1'280, 820})
    {
        window->resize(size);
        window->show();
        QCoreApplication::processEvents();
    }
    void ticks(int count)
    {
        for (int i = 0; i < count; ++i) {
            node.advance(1);
            window->tick();
        }
    }

    QTemporaryDir folder;
    WindowState state;
    FakeNode node;
    Language lingo;
    Theme theme;
    std::unique_ptr<MainWindow> window;
};

} // namespace zg::ui::test
