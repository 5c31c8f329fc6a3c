// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/logbuffer.h"

#include <algorithm>
#include <memory>
#include <new>
#include <vector>

#include <sqlite3.h>

namespace zg::sql {

const int logHasHole = SQLITE_IOERR_CORRUPTFS;

namespace {

constexpr size_t mostGathered = 512 * 1024; // a bulk import's transaction is far larger: it goes on in pieces
constexpr int piece = 64 * 1024;            // SQLite's own write takes less than 128 KiB at once

sqlite3_vfs& systemVfs()
{
    static sqlite3_vfs& vfs = *sqlite3_vfs_find(nullptr);
    return vfs;
}

/// The log as SQLite sees it; the system's own file object stands right behind it in SQLite's memory.
class LogFile final : public sqlite3_file
{
public:
    static LogFile& of(sqlite3_file* file) { return *static_cast<LogFile*>(file); }
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }

    int write(const void* data, int size, sqlite3_int64 at)
    {
        if (m_lostFrom >= 0 && at > m_lostFrom)
            return SQLITE_IOERR_WRITE;
        m_lostFrom = -1; // SQLite begins again at the place of what was lost, or before it
        if (at != end()) {
            if (const int code = flush(); code != SQLITE_OK)
                return code;
            m_start = at;
        }
        const char* const bytes = static_cast<const char*>(data);
        m_gathered.insert(m_gathered.end(), bytes, bytes + size);
        return m_gathered.size() < mostGathered ? SQLITE_OK : flush();
    }

    /// After an error nothing is kept, and nothing behind it is taken: the transaction has a hole and must not commit.
    int flush()
    {
        if (m_lostFrom >= 0)
            return SQLITE_IOERR_WRITE;
        if (m_gathered.empty())
            return SQLITE_OK;
        int code = checkEnd();
        const int size = int(m_gathered.size());
        for (int at = 0; at < size && code == SQLITE_OK; at += piece)
            code = real()->pMethods->xWrite(real(), &m_gathered[size_t(at)], std::min(piece, size - at), m_start + at);
        if (code != SQLITE_OK)
            m_lostFrom = m_start;
        m_start += size;
        m_gathered.clear();
        return code;
    }

    /// The transaction was taken back and its lock is gone: this part of the log may be another program's by now.
    void drop()
    {
        m_gathered.clear();
        m_lostFrom = -1;
    }

    bool isEmpty() const { return m_gathered.empty(); }
    sqlite3_int64 end() const { return m_start + sqlite3_int64(m_gathered.size()); }

private:
    int checkEnd()
    {
        sqlite3_int64 size = 0;
        if (const int code = real()->pMethods->xFileSize(real(), &size); code != SQLITE_OK)
            return code;
        return size < m_start ? logHasHole : SQLITE_OK;
    }

    sqlite3_int64 m_start = 0;
    sqlite3_int64 m_lostFrom = -1; // where a flush failed; -1: nowhere
    std::vector<char> m_gathered;
};

int closeLog(sqlite3_file* file)
{
    auto& log = LogFile::of(file); // what is still gathered was never committed
    const int closed = log.real()->pMethods->xClose(log.real());
    log.~LogFile();
    return closed;
}

int readLog(sqlite3_file* file, void* to, int size, sqlite3_int64 at)
{
    auto& log = LogFile::of(file);
    if (const int code = log.flush(); code != SQLITE_OK) // frames of this transaction that its cache had no room for
        return code;
    return log.real()->pMethods->xRead(log.real(), to, size, at);
}

int writeLog(sqlite3_file* file, const void* data, int size, sqlite3_int64 at)
{
    try {
        return LogFile::of(file).write(data, size, at);
    } catch (const std::bad_alloc&) {
        return SQLITE_IOERR_NOMEM;
    }
}

int truncateLog(sqlite3_file* file, sqlite3_int64 size)
{
    auto& log = LogFile::of(file);
    const int code = log.flush();
    return code != SQLITE_OK ? code : log.real()->pMethods->xTruncate(log.real(), size);
}

int syncLog(sqlite3_file* file, int flags)
{
    auto& log = LogFile::of(file);
    const int code = log.flush();
    return code != SQLITE_OK ? code : log.real()->pMethods->xSync(log.real(), flags);
}

int sizeOfLog(sqlite3_file* file, sqlite3_int64* size)
{
    auto& log = LogFile::of(file);
    const int code = log.real()->pMethods->xFileSize(log.real(), size);
    if (!log.isEmpty())
        *size = std::max(*size, log.end());
    return code;
}

int lockLog(sqlite3_file* file, int level)
{
    auto* const real = LogFile::of(file).real();
    return real->pMethods->xLock(real, level);
}

int unlockLog(sqlite3_file* file, int level)
{
    auto* const real = LogFile::of(file).real();
    return real->pMethods->xUnlock(real, level);
}

int isLogReserved(sqlite3_file* file, int* answer)
{
    auto* const real = LogFile::of(file).real();
    return real->pMethods->xCheckReservedLock(real, answer);
}

int controlLog(sqlite3_file* file, int operation, void* argument)
{
    auto* const real = LogFile::of(file).real();
    return real->pMethods->xFileControl(real, operation, argument);
}

int sectorSizeOfLog(sqlite3_file* file)
{
    auto* const real = LogFile::of(file).real();
    return real->pMethods->xSectorSize(real);
}

int characteristicsOfLog(sqlite3_file* file)
{
    auto* const real = LogFile::of(file).real();
    return real->pMethods->xDeviceCharacteristics(real);
}

// Version 1: shared memory and memory maps are the database file's, never the log's.
constexpr sqlite3_io_methods logMethods{
    1,         closeLog,      readLog,    writeLog,        truncateLog,          syncLog, sizeOfLog, lockLog,
    unlockLog, isLogReserved, controlLog, sectorSizeOfLog, characteristicsOfLog, nullptr, nullptr,   nullptr,
    nullptr,   nullptr,       nullptr,
};

int openFile(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* outFlags)
{
    auto& system = systemVfs();
    if (!(flags & SQLITE_OPEN_WAL))
        return system.xOpen(&system, name, file, flags, outFlags);
    auto* const log = new (file) LogFile;
    log->pMethods = nullptr;
    log->real()->pMethods = nullptr;
    const int code = system.xOpen(&system, name, log->real(), flags, outFlags);
    if (code == SQLITE_OK)
        log->pMethods = &logMethods;
    else
        log->~LogFile(); // SQLite closes a file only when it has methods
    return code;
}

const char* registerVfs()
{
    // The other calls stay the system's own: they use neither the size of a file object nor the way it is opened.
    static sqlite3_vfs vfs = systemVfs();
    vfs.szOsFile += int(sizeof(LogFile));
    vfs.zName = "zg-log-buffer";
    vfs.pNext = nullptr;
    vfs.xOpen = openFile;
    return sqlite3_vfs_register(&vfs, 0) == SQLITE_OK ? vfs.zName : nullptr;
}

/// @return the log of a connection in WAL mode that was opened with our VFS; null else
LogFile* logOf(sqlite3* handle)
{
    sqlite3_file* file = nullptr;
    const int code = sqlite3_file_control(handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file);
    return code == SQLITE_OK && file && file->pMethods == &logMethods ? &LogFile::of(file) : nullptr;
}

} // namespace

void watchRollbacks(sqlite3* handle)
{
    const auto drop = [](void* connection) {
        if (auto* const log = logOf(static_cast<sqlite3*>(connection)))
            log->drop();
    };
    sqlite3_rollback_hook(handle, drop, handle);
}

const char* logBufferVfs()
{
    static const char* const name = registerVfs();
    return name;
}

} // namespace zg::sql
