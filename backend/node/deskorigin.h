// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace zg::node {

/// Where what is done at the desks comes from, as it is written down.
inline const QString deskOrigin = QStringLiteral("console");

} // namespace zg::node
