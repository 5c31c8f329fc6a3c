// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/executor.h"

namespace zg {

namespace {
thread_local Executor* t_current = nullptr;
}

Executor* Executor::current() noexcept { return t_current; }

void Executor::setCurrent(Executor* executor) noexcept { t_current = executor; }

} // namespace zg
