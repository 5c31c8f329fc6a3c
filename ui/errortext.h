// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

namespace zg::ui {

/// One sentence for people: what happened and what to do. The operator's details stay in error.message.
QString errorText(const Error& error);

} // namespace zg::ui
