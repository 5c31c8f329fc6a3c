// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>

namespace zg::app {

/// Asks twice without echo on a terminal; else takes standard input's first line.
/// @errors InvalidArgument: empty, or the two differ
Result<QByteArray> readPassword();

} // namespace zg::app
