// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audit/operation.h"

namespace zg::audit {

/// How changes are stored: a JSON list of [field, before, after].
QString changesToText(const QList<Change>& changes);
QList<Change> changesFromText(const QByteArray& text);

} // namespace zg::audit
