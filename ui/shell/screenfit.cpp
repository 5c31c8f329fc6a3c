// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/screenfit.h"

#include <QScreen>
#include <QWidget>

namespace zg::ui {

namespace {

constexpr QSize comfortable{1'280, 820};
constexpr QSize least{960, 600}; // the widest page's tools with the narrow rail
constexpr QSize frame{8, 40};    // title bar and edges; the true ones are known only once the window is up

QSize roomFor(const QWidget& window)
{
    const QScreen* screen = window.screen();
    return screen ? screen->availableSize() - frame : comfortable;
}

} // namespace

QSize leastWindowSize(const QWidget& window)
{
    return least.boundedTo(roomFor(window));
}

QSize firstWindowSize(const QWidget& window)
{
    return comfortable.boundedTo(roomFor(window));
}

bool isScreenSmall(const QWidget& window)
{
    return firstWindowSize(window) != comfortable;
}

} // namespace zg::ui
