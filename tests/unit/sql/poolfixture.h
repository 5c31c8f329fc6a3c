// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/pool.h"
#include "unit/sql/sqlfixture.h"

#include <atomic>

namespace zg::sql::test {

inline PoolSettings small(int maximum, int minimumIdle)
{
    PoolSettings settings;
    settings.maximumPoolSize = maximum;
    settings.minimumIdle = minimumIdle;
    settings.connectionTimeout = 250ms;
    settings.validationTimeout = 250ms;
    return settings;
}

/// A pool on one SQLite file, a clock that is set by hand, and a switch that keeps connections from being made.
class PoolFixture
{
public:
    explicit PoolFixture(const PoolSettings& settings)
        : pool(
              settings, [this] { return make(); }, clock)
    {
        clock.advance(1h);
    }

    Fixture database{u"CREATE TABLE t (id INTEGER PRIMARY KEY)"_s};
    ManualClock clock;
    std::atomic<bool> fails{false};
    std::atomic<int> attempts{0};
    Pool pool;

private:
    Result<std::unique_ptr<PooledConnection>> make()
    {
        ++attempts;
        if (fails)
            return Error{ErrorCode::DependencyDown, u"no luck"_s};
        auto opened = database.open(SqliteOptions::Role::Reader);
        if (!opened)
            return opened.error();
        return std::unique_ptr<PooledConnection>(std::move(*opened));
    }
};

} // namespace zg::sql::test
