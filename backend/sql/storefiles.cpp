// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/storefiles.h"

#include <QFile>
#include <QtEndian>

#include <sys/stat.h>

#include <array>

#include <sqlite3.h>

namespace zg::sql {

using namespace Qt::StringLiterals;

namespace {

// https://www.sqlite.org/fileformat2.html#the_database_header
constexpr size_t pageSizeAt = 16;
constexpr size_t pageCountAt = 28;
constexpr size_t headerBytes = 32;

/// What the file's own header says of its length; 0: it has none. Read through SQLite's file: closing one of our own
/// would take all of the process' locks away.
qint64 statedBytes(sqlite3* handle)
{
    sqlite3_file* file = nullptr;
    if (!handle || sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK)
        return 0;
    std::array<uchar, headerBytes> header{};
    if (!file || !file->pMethods || file->pMethods->xRead(file, header.data(), int(header.size()), 0) != SQLITE_OK)
        return 0;
    const qint64 pageSize = qFromBigEndian<quint16>(&header[pageSizeAt]);
    return (pageSize == 1 ? 65'536 : pageSize) * qint64(qFromBigEndian<quint32>(&header[pageCountAt]));
}

} // namespace

StoreFiles::StoreFiles(const QString& path)
    : m_path(QFile::encodeName(path))
    , m_logPath(m_path + "-wal")
{
}

std::optional<StoreFiles::Id> StoreFiles::find(const QByteArray& path, qint64* bytes)
{
    struct stat status = {};
    if (::stat(path.constData(), &status) != 0)
        return std::nullopt;
    if (bytes)
        *bytes = status.st_size;
    return Id{status.st_dev, status.st_ino};
}

void StoreFiles::learn()
{
    if (m_isLearnt.load(std::memory_order_acquire))
        return;
    const std::lock_guard lock(m_mutex);
    if (m_isLearnt.load(std::memory_order_relaxed))
        return;
    qint64 bytes = 0;
    m_file = find(m_path, &bytes);
    m_log = find(m_logPath);
    m_bytes.store(bytes, std::memory_order_relaxed);
    m_isLearnt.store(true, std::memory_order_release);
}

/// The file grows when the log is moved to it. It shrinks only when another program compacts it, and then its header
/// was corrected before.
/// @param known what it was before it was looked at: another thread may have seen it longer since
bool StoreFiles::isWhole(qint64 bytes, qint64 known, sqlite3* handle)
{
    if (bytes == known)
        return true;
    if (bytes < known) {
        const qint64 stated = statedBytes(handle);
        if (stated == 0 || stated > bytes)
            return false;
    }
    m_bytes.store(bytes, std::memory_order_relaxed);
    return true;
}

Result<void> StoreFiles::check(sqlite3* handle)
{
    if (!m_isLearnt.load(std::memory_order_acquire))
        return {};
    const qint64 known = m_bytes.load(std::memory_order_relaxed);
    qint64 bytes = 0;
    const auto file = find(m_path, &bytes);
    if (!file || file != m_file)
        return Error{ErrorCode::DependencyDown, u"the database file was moved or deleted"_s};
    if (!isWhole(bytes, known, handle))
        return Error{ErrorCode::DependencyDown, u"the database file was cut to %1 bytes"_s.arg(bytes)};
    if (m_log && find(m_logPath) != m_log)
        return Error{ErrorCode::DependencyDown, u"the database's write-ahead log was moved or deleted"_s};
    if (m_isLogCut.load(std::memory_order_acquire))
        return Error{ErrorCode::DependencyDown, u"the database's write-ahead log was cut"_s};
    return {};
}

bool StoreFiles::isOtherFile() const
{
    return m_isLearnt.load(std::memory_order_acquire) && find(m_path) != m_file;
}

bool StoreFiles::mayCheckpoint(sqlite3* handle)
{
    if (!m_isLearnt.load(std::memory_order_acquire))
        return true;
    const qint64 known = m_bytes.load(std::memory_order_relaxed);
    qint64 bytes = 0;
    const auto file = find(m_path, &bytes);
    if (!file || file != m_file || !isWhole(bytes, known, handle) || m_isLogCut.load(std::memory_order_acquire))
        return false;
    const auto log = find(m_logPath);
    return !log || log == m_log;
}

} // namespace zg::sql
