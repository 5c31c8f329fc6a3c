// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clock.h"

#include <time.h>

namespace zg {

namespace {
class SystemClock final : public Clock
{
public:
    std::chrono::nanoseconds monotonic() const override { return std::chrono::steady_clock::now().time_since_epoch(); }
#ifdef CLOCK_MONOTONIC_COARSE
    std::chrono::nanoseconds coarse() const override
    {
        timespec now{};
        ::clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
        return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
    }
#endif
    qint64 wallMs() const override
    {
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
    }
};
} // namespace

const Clock& Clock::system()
{
    static const SystemClock clock;
    return clock;
}

} // namespace zg
