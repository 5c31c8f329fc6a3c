// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "sql/transferprogress.h"
#include "sql/transfertables.h"

#include <functional>

namespace zg::sql {

class Database;

/// Moves a whole store from one database into another, an empty one: table by table, in batches that each commit with
/// a note of how far they came, so that one that was killed goes on where it was. At the end both are read once more
/// and compared. Thread: one; blocks.
class Transfer final
{
public:
    using Say = std::function<void(const QString&)>; ///< a line on how far it is

    /// What else belongs to the store goes over when all rows are there, and before the target may be served.
    using Last = std::function<Result<void>()>;

    Transfer(Database& from, Database& to, Say say, Last last = {});
    Q_DISABLE_COPY_MOVE(Transfer)

    /// @return a sentence for people
    /// @errors Duplicate: the target holds another store, or this one already; DependencyDown; VersionConflict: the two
    ///         differ at the end. The target is not served while a transfer into it is unfinished.
    Result<QString> run();

private:
    Result<void> begin();
    Result<void> copy(const TransferTable& table);
    Result<void> compare(const TransferTable& table, QStringList& differences);
    Result<TableDigest> digest(Database& database, const TransferTable& table, qint64 total);
    Result<void> finish();
    void sayProgress(const QString& what, const TransferTable& table, qint64 done, qint64 total);

    Database& m_from;
    Database& m_to;
    const Say m_say;
    const Last m_last;
    QString m_store; // the source's fingerprint
    qint64 m_rows = 0;
    std::chrono::steady_clock::time_point m_lastSaid;
};

} // namespace zg::sql
