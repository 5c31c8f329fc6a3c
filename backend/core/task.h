// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read libstdc++'s <concepts> behind <coroutine>
#include <qcoro/qcorotask.h>
#endif

namespace zg {

/// A coroutine that starts at once and may finish later; dropping it lets it run to its end.
template <class T = void>
using Task = QCoro::Task<T>;

} // namespace zg
