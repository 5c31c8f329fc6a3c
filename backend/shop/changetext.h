// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/changes.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace zg::shop {

/// A commit as other nodes are told of it: numbers only. A new order is told as a change of its owner's orders.
QByteArray toText(const ChangeSet& changes);
/// The same in texts of which none is longer than `most`, which is 4000 bytes or more.
QList<QByteArray> toTexts(const ChangeSet& changes, qsizetype most);
/// @return nothing when it is no such text
std::optional<ChangeSet> changesFromText(QByteArrayView text);

} // namespace zg::shop
