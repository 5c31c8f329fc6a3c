// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/requesttrace.h"

#include <algorithm>

namespace zg::telemetry {

qint64 RequestTrace::coveredNs() const
{
    qint64 covered = 0;
    qint64 reached = 0;
    for (const RequestSpan& span : spans) { // they come by their beginning
        const qint64 end = span.beginNs + span.durationNs;
        covered += std::max<qint64>(0, end - std::max(span.beginNs, reached));
        reached = std::max(reached, end);
    }
    return covered;
}

} // namespace zg::telemetry
