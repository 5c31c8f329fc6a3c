// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

#include <atomic>
#include <mutex>
#include <optional>

#include <sys/types.h>

struct sqlite3;

namespace zg::sql {

/// The database file and its write-ahead log, as the connections of one process have them open. The kernel lets anyone
/// remove or cut them meanwhile, and writing goes on into what no later start would find; this tells.
/// Shared by the connections: while one of them has the old files, another must not open new ones beside it, for they
/// have the log's index in common. Thread: any.
class StoreFiles final
{
public:
    explicit StoreFiles(const QString& path);
    Q_DISABLE_COPY_MOVE(StoreFiles)

    /// Remembers which files they are, after a connection has opened them.
    void learn();
    /// Costs two stat() calls. @param handle the asking connection's, on its thread; null: a shrunk file is a cut one
    /// @errors DependencyDown: moved, deleted, replaced or cut
    Result<void> check(sqlite3* handle);
    /// The log has a hole where something was already written: whoever checks from now on is told.
    void setLogCut() { m_isLogCut.store(true, std::memory_order_release); }
    bool isOtherFile() const; ///< another file has the database's name now, or none: these belong to nobody any more
    /// May what the log holds still be moved to the database file? Also when the log's name is gone: the connections
    /// have it open, and nothing is lost.
    bool mayCheckpoint(sqlite3* handle);

private:
    struct Id
    {
        dev_t device;
        ino_t number;
        bool operator==(const Id&) const = default;
    };
    static std::optional<Id> find(const QByteArray& path, qint64* bytes = nullptr);
    bool isWhole(qint64 bytes, qint64 known, sqlite3* handle);

    const QByteArray m_path;
    const QByteArray m_logPath;
    std::mutex m_mutex; // guards learn()
    std::optional<Id> m_file;
    std::optional<Id> m_log;
    std::atomic<bool> m_isLearnt{false}; // from here on the two above do not change
    std::atomic<qint64> m_bytes{0};      // the file has been this long
    std::atomic<bool> m_isLogCut{false};
};

} // namespace zg::sql
