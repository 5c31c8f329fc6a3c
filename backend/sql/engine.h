// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/settings.h"
#include "sql/groupcommitter.h"
#include "sql/pooledconnection.h"
#include "sql/slowstatements.h"

#include <QString>

#include <memory>

namespace zg::sql {

/// What one kind of database does in its own way; Database does the rest. Used for one opening, then thrown away.
/// Thread: its owner's, except where it says otherwise.
class Engine
{
public:
    virtual ~Engine() = default;
    virtual Dialect dialect() const = 0;

    /// Finds the database, brings its schema up to date.
    /// @errors DependencyDown with one clear sentence; InvalidArgument: an address that cannot be used
    virtual Result<void> open() = 0;
    virtual void startWrites() = 0; ///< after open()
    virtual void stopWrites() = 0;  ///< commits what is queued. Idempotent.

    /// A connection for the pool. Thread: any.
    virtual Result<std::unique_ptr<PooledConnection>> connect() = 0;
    /// Asks the database, on a connection of its own, whether it answers; a third of a second at most. Thread: any.
    virtual Result<void> probe() = 0;
    /// What cannot be told from a read: tries the disk after a failed write. Thread: any.
    virtual bool wantsWriteProbe() const { return false; }

    /// The plan of a statement of the program, as the engine writes it, on a connection of its own. Thread: any.
    virtual Result<QString> plan(const QString& text) = 0;
    /// Looks for an index that would help it, on a copy of a part of the store that is gone afterwards: nothing of the
    /// store is changed, nobody waits for a lock. A second or so. Thread: any.
    virtual Result<telemetry::IndexAdvice> adviseIndex(const QString& text) = 0;

    virtual GroupCommitter& committer() = 0;
    /// True once after another program changed the database behind this one's back. Thread: the keeper's.
    virtual bool takeExternalChange() { return false; }
    virtual QString path() const { return {}; } ///< the file, where it is one
};

/// What an engine is made of.
struct EngineParts
{
    QString url;
    PoolSettings settings;
    int committerQueue = 0;
    SlowStatements& statements;
    const Clock& clock;
};

/// The engine that `parts.url` asks for.
std::unique_ptr<Engine> makeEngine(const EngineParts& parts);

} // namespace zg::sql
