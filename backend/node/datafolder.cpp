// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/datafolder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace zg::node {

using namespace Qt::StringLiterals;

namespace {

QString databasePath(const Settings& settings)
{
    return databaseUrl(settings).mid(7);
} // behind "sqlite:"

QString reason(int number)
{
    return QString::fromLocal8Bit(std::strerror(number));
}

Result<void> makeFolder(const QString& path)
{
    const QFileInfo info(path);
    if (info.isDir())
        return {};
    if (info.exists())
        return Error(ErrorCode::DependencyDown, u"%1 is a file, and not the data folder"_s.arg(path));
    const auto parent = info.absolutePath();
    if (!QDir().mkpath(parent))
        return Error(ErrorCode::DependencyDown, u"the folder %1 cannot be made"_s.arg(parent));
    if (mkdir(QFile::encodeName(path).constData(), S_IRWXU) != 0 && errno != EEXIST)
        return Error(ErrorCode::DependencyDown, u"the data folder %1 cannot be made: %2"_s.arg(path, reason(errno)));
    return {};
}

/// A folder that is a store's own is closed to others; one that holds something else is left as it is.
Result<void> closeToOthers(const QString& path)
{
    struct stat info
    {
    };
    const QByteArray name = QFile::encodeName(path);
    if (stat(name.constData(), &info) != 0)
        return Error(ErrorCode::DependencyDown, u"the data folder %1 cannot be read: %2"_s.arg(path, reason(errno)));
    const bool isOpen = (info.st_mode & (S_IRWXG | S_IRWXO)) != 0;
    const bool isOwn = QDir(path).isEmpty(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden) ||
                       QFileInfo::exists(path + u"/zhanggui.db"_s);
    if (isOpen && isOwn && info.st_uid == geteuid() && chmod(name.constData(), S_IRWXU) != 0)
        return Error(ErrorCode::DependencyDown,
                     u"the data folder %1 cannot be closed to others: %2"_s.arg(path, reason(errno)));
    return {};
}

} // namespace

Result<void> prepareStoreFolders(const Settings& settings)
{
    const QString folder = dataFolder(settings);
    const auto made = makeFolder(folder);
    if (!made)
        return made;
    const auto closed = closeToOthers(folder);
    if (!closed)
        return closed;
    if (access(QFile::encodeName(folder).constData(), W_OK | X_OK) != 0)
        return Error(ErrorCode::DependencyDown,
                     u"the data folder %1 cannot be written to: %2"_s.arg(folder, reason(errno)));
    if (isPostgreSql(databaseUrl(settings)))
        return {};
    const QString databaseFolder = QFileInfo(databasePath(settings)).absolutePath();
    return databaseFolder == folder ? Result<void>() : makeFolder(databaseFolder);
}

bool isStoreEmpty(const Settings& settings)
{
    const QFileInfo folder(dataFolder(settings));
    if (folder.exists() && !folder.isDir())
        return false; // no store can begin here: the start says so, and asks nothing before
    if (isPostgreSql(databaseUrl(settings)))
        return false; // who names a server has decided what the store is
    return QFileInfo(databasePath(settings)).size() == 0;
}

StoreLock::~StoreLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Result<void> StoreLock::lock(const Settings& settings)
{
    if (isPostgreSql(databaseUrl(settings)))
        return {}; // many nodes share it
    const QString path = databasePath(settings) + u".lock"_s;
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0)
        return Error(ErrorCode::DependencyDown, u"%1 cannot be made: %2"_s.arg(path, reason(errno)));
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        ::close(descriptor);
        return Error(ErrorCode::DependencyDown,
                     u"another node serves the store in %1 already"_s.arg(QFileInfo(path).absolutePath()));
    }
    m_descriptor = descriptor;
    return {};
}

} // namespace zg::node
