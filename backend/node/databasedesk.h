// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/desk.h"
#include "telemetry/databasefigures.h"

namespace zg::node {

/// The database as operators see it. Every call answers DependencyDown when the node does not serve; figures, plans and
/// advice need nobody to be signed in.
/// Thread: main.
class DatabaseDesk
{
public:
    virtual ~DatabaseDesk() = default;
    virtual Answer<telemetry::DatabaseFigures> figures() = 0;
    /// @param statement StatementUse::id
    virtual Answer<telemetry::StatementPlan> plan(int statement) = 0;
    /// Tries indexes on a copy of a part of the store; a second or so.
    virtual Answer<telemetry::IndexAdvice> adviseIndex(int statement) = 0;
    /// Until the node is started again. Recorded in the log under the admin's name. @return what it was
    /// @errors TokenMissing, RoleForbidden (not an admin), InvalidArgument (not 1–1000)
    virtual Answer<int> setMaximumPoolSize(int size) = 0;
};

} // namespace zg::node
