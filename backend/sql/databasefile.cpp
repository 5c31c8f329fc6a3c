// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/databasefile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

namespace zg::sql {

using namespace Qt::StringLiterals;

namespace {

Error systemError(const QString& path)
{
    return {ErrorCode::DependencyDown, path + u": "_s + QString::fromLocal8Bit(strerror(errno))};
}

Result<void> makeFolder(const QString& folder)
{
    if (QFileInfo(folder).isDir())
        return {};
    const QString parent = QFileInfo(folder).absolutePath();
    if (parent != folder) {
        if (auto made = makeFolder(parent); !made)
            return made;
    }
    // The rights from the start: no moment in which others could look in.
    if (::mkdir(QFile::encodeName(folder).constData(), S_IRWXU) != 0 && errno != EEXIST)
        return systemError(folder);
    return {};
}

Result<void> flush(const QString& path)
{
    const int file = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return systemError(path);
    const bool isFlushed = ::fsync(file) == 0;
    const Error error = systemError(path);
    ::close(file);
    if (!isFlushed)
        return error;
    return {};
}

} // namespace

Result<void> prepareFile(const QString& path)
{
    if (auto made = makeFolder(QFileInfo(path).absolutePath()); !made)
        return made;
    const int file = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0)
        return systemError(path);
    struct stat status = {};
    const bool isFile = ::fstat(file, &status) == 0 && S_ISREG(status.st_mode);
    if (isFile && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0 && status.st_uid == ::geteuid())
        ::fchmod(file, S_IRUSR | S_IWUSR); // refused by some file systems, which have no rights to take away
    ::close(file);
    if (!isFile)
        return Error{ErrorCode::DependencyDown, path + u": not a regular file"_s};
    return {};
}

Result<QString> makeTemporary(const QString& folder)
{
    QByteArray name = QFile::encodeName(folder + u"/.zhanggui-XXXXXX"_s);
    const int file = ::mkstemp(name.data());
    if (file < 0)
        return systemError(folder);
    ::close(file);
    return QFile::decodeName(name);
}

void removeDatabaseFiles(const QString& path)
{
    for (const QString& suffix : {u""_s, u"-wal"_s, u"-shm"_s, u"-journal"_s})
        QFile::remove(path + suffix);
}

Result<void> publish(const QString& temporary, const QString& target, bool replace)
{
    if (auto flushed = flush(temporary); !flushed)
        return flushed;
    const QByteArray from = QFile::encodeName(temporary);
    const QByteArray to = QFile::encodeName(target);
    int outcome = ::renameat2(AT_FDCWD, from.constData(), AT_FDCWD, to.constData(), replace ? 0 : RENAME_NOREPLACE);
    if (outcome != 0 && errno == EINVAL && !QFileInfo::exists(target)) // a file system without RENAME_NOREPLACE
        outcome = ::rename(from.constData(), to.constData());
    if (outcome != 0) {
        if (errno == EEXIST)
            return Error{ErrorCode::Duplicate, target + u": there is a file of this name already"_s};
        return systemError(target);
    }
    return flush(QFileInfo(target).absolutePath());
}

} // namespace zg::sql
