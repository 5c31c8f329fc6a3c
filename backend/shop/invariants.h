// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "sql/connection.h"

#include <QStringList>

namespace zg::shop {

/// What must be true of the store at every commit. Reads everything: for tests, the patrol and whoever doubts.
class Invariants final
{
public:
    /// @return one English sentence a violation, at most 100; empty when all holds
    static Result<QStringList> check(sql::Connection& connection);
};

} // namespace zg::shop
