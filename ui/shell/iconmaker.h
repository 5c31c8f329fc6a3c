// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>

namespace zg::ui {

/// An icon of resources/icons in the given colours; drawn once for each and kept.
/// Thread: main.
QIcon makeIcon(const QString& name, QColor normal, QColor selected, QColor disabled);

} // namespace zg::ui
