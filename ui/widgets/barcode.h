// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QRectF>
#include <QString>

class QPainter;

namespace zg::ui {

/// Code 128, which every scanner reads: the widths of bars and gaps in turn, in modules, without the quiet zones.
/// Digits in pairs where there are four or more, else characters.
/// @return empty where the text has something besides printable ASCII
QList<int> code128(const QString& text);

/// Paints it into `room` in black, with its quiet zones; nothing when it cannot be written.
void paintBarcode(QPainter& painter, const QRectF& room, const QString& text);

} // namespace zg::ui
