// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSize>

class QWidget;

namespace zg::ui {

/// The smallest window every page fits into, or less where the screen is smaller. Thread: main, as all here.
QSize leastWindowSize(const QWidget& window);
/// A comfortable size, or what the screen has.
QSize firstWindowSize(const QWidget& window);
bool isScreenSmall(const QWidget& window); ///< the comfortable size does not fit on it

} // namespace zg::ui
