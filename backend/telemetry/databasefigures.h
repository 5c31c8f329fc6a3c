// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/snapshot.h"

namespace zg::telemetry {

/// One connection to the database, as the console lists it.
struct ConnectionFigures
{
    enum class Role : quint8 { Reader, Writer, Replica };
    enum class State : quint8 { Idle, InUse, Checking, Opening, Broken };
    int id = 0; ///< counts up from 1; 0: it is being opened
    Role role = Role::Reader;
    State state = State::Idle;
    QString place;      ///< of a replica: its address
    qint64 stateMs = 0; ///< for how long
    qint64 ageMs = 0;
    qint64 loans = 0;
    QString statement;      ///< the name of the one that runs, else of the last one it ran
    qint64 runningMs = -1;  ///< for how long that has been running; -1: none runs just now
    bool isLeaking = false; ///< out longer than the leak detection threshold
    bool operator==(const ConnectionFigures&) const = default;
};

/// The upper ends of the console's bars of waits and of uses; one more bar holds what took longer.
inline constexpr std::array<qint64, 12> waitBoundsUs{10,     30,     100,     300,     1'000,     3'000,
                                                     10'000, 30'000, 100'000, 300'000, 1'000'000, 3'000'000};
using WaitBars = std::array<qint64, waitBoundsUs.size() + 1>;

/// What one statement has cost since the start, on all connections.
struct StatementUse
{
    enum class Kind : quint8 { Read, Write, Upkeep }; ///< upkeep: the pool's and the committer's own
    int id = 0;                                       ///< counts up from 1, for as long as the node runs
    QString name, text;
    Kind kind = Kind::Upkeep;
    qint64 calls = 0, totalUs = 0, p99Us = 0, maxUs = 0, slowCalls = 0;
    qint64 rows = 0;        ///< read or changed
    bool isPlanned = false; ///< the next two are known
    bool fullScan = false, temporarySort = false;
    bool operator==(const StatementUse&) const = default;
};

/// One step of a plan; its own steps follow it, one deeper.
struct PlanStep
{
    enum class Kind : quint8 { Other, FullScan, TemporarySort, Index };
    int depth = 0;
    Kind kind = Kind::Other;
    QString text;        ///< in the engine's words
    QString estimate;    ///< "cost=0.42..8.44 rows=1 width=64", where the engine says it
    QStringList details; ///< conditions and filters
    bool operator==(const PlanStep&) const = default;
};

struct StatementPlan
{
    QList<PlanStep> steps; ///< none: this kind of statement has no plan
    bool fullScan = false, temporarySort = false;
    bool operator==(const StatementPlan&) const = default;
};

/// Whether an index would help a statement, as tried on a copy of a part of the store.
struct IndexAdvice
{
    enum class Verdict : quint8 {
        Helps,      ///< with it the plan is better
        NotNeeded,  ///< the plan reads no whole table and sorts nothing
        SmallTable, ///< there is so little in what it reads that reading all of it is quickest
        NoneHelps,  ///< of those that were tried
    };
    Verdict verdict = Verdict::NoneHelps;
    QString statement; ///< "CREATE INDEX …;" to be run by a person
    StatementPlan before, after;
    int tried = 0;          ///< indexes
    qint64 sampledRows = 0; ///< that the copy held
    bool operator==(const IndexAdvice&) const = default;
};

/// How many connections the pool needs for what was asked of it, by Little's law.
struct PoolAdvice
{
    enum class Verdict : quint8 {
        TooEarly,     ///< too little was measured
        Enough,       ///< the maximum leaves head room
        TooSmall,     ///< a larger maximum would shorten waits
        WorkersShort, ///< all workers are busy: more connections would be held by nobody
    };
    Verdict verdict = Verdict::TooEarly;
    int seconds = 0;        ///< that were measured
    double ratePerS = 0;    ///< loans begun, in the busiest ten seconds
    double holdUs = 0;      ///< mean time of a loan, in the same
    double load = 0;        ///< rate × hold: connections in use on average, in the same
    int needed = 0;         ///< with head room
    int most = 0;           ///< more than so many are never in use at once: each borrower is a thread
    int maximum = 0;        ///< in force
    double waitUs = 0;      ///< p99 of the wait that the model expects now
    double waitAfterUs = 0; ///< and with what is needed
    bool operator==(const PoolAdvice&) const = default;
};

/// The database page's figures at one moment.
struct DatabaseFigures
{
    bool isPostgreSql = false;
    PoolFigures pool;
    int minimumIdle = 0;
    int configuredMaximum = 0; ///< what the settings say; pool.maximum is in force
    QString problem;           ///< why no connection could be made lately
    QList<ConnectionFigures> connections;
    WaitBars waits{}, uses{};
    PoolAdvice advice;
    QList<StatementUse> statements; ///< those that ran, the most expensive first
    qint64 reads = 0, writes = 0;   ///< statements that were run, without upkeep
    QList<ReplicaFigures> replicas;
    bool operator==(const DatabaseFigures&) const = default;
};

} // namespace zg::telemetry
