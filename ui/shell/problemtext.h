// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <optional>

namespace zg::ui {

/// Why the node did not start, for people: what happened, and what to do.
struct ProblemText
{
    QString headline;
    QString help;
};

/// Nothing when the cause is none that people know.
std::optional<ProblemText> knownProblem(const Error& problem);
ProblemText problemText(const Error& problem);

} // namespace zg::ui
