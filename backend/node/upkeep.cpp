// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/upkeep.h"

#include "identity/accounts.h"
#include "node/datafolder.h"
#include "sql/backup.h"
#include "sql/database.h"

#include <QDir>
#include <QFileInfo>

namespace zg::node {

using namespace Qt::StringLiterals;

namespace {

/// What an account's making failed of, for whoever sits at the shell.
Error inWords(Error error, const QString& name)
{
    if (error.code == ErrorCode::Duplicate)
        error.message = u"there is an account called %1 already"_s.arg(name);
    else if (error.code == ErrorCode::InvalidArgument)
        error.message = error.message.isEmpty() ? u"this %1 cannot be used"_s.arg(error.field)
                                                : u"%1: %2"_s.arg(error.field, error.message);
    return error;
}

/// @errors InvalidArgument: the store is not in a file, and which tool does it then
Result<QString> embeddedFile(const Settings& settings, const QString& command, const QString& tool)
{
    const QString url = databaseUrl(settings);
    if (isPostgreSql(url))
        return Error::invalid(u"database"_s,
                              u"%1 is for the embedded database; a PostgreSQL's tool is %2"_s.arg(command, tool));
    return sql::sqlitePath(url);
}

} // namespace

bool isRole(const QString& name)
{
    return identity::roleNamed(name.toUtf8()).has_value();
}

Result<void> addUser(const Settings& settings, const QString& name, const QByteArray& password, const QString& role)
{
    const auto known = identity::roleNamed(role.toUtf8());
    if (!known)
        return Error::invalid(u"role"_s, u"it takes customer, staff or admin"_s);
    const auto folder = prepareStoreFolders(settings);
    if (!folder)
        return folder.error();
    PoolSettings few = settings.pool; // one account needs one connection
    few.maximumPoolSize = 1;
    few.minimumIdle = 0;
    sql::Database database(databaseUrl(settings), few, settings.shop.committerQueue);
    const auto opened = database.open();
    if (!opened)
        return opened.error();
    const auto user = identity::addUser(database, name, password, *known);
    database.close();
    if (!user)
        return inWords(user.error(), name);
    return {};
}

Result<QString> backup(const Settings& settings, const QString& file)
{
    const auto path = embeddedFile(settings, u"backup"_s, u"pg_dump"_s);
    if (!path)
        return path.error();
    const QString target = QFileInfo(file).absoluteFilePath();
    const auto done = sql::backup(*path, target);
    if (!done)
        return done.error();
    return u"%1 holds the store as it was just now (%2 bytes)"_s.arg(target).arg(QFileInfo(target).size());
}

Result<QString> restore(const Settings& settings, const QString& file)
{
    const auto path = embeddedFile(settings, u"restore"_s, u"pg_restore"_s);
    if (!path)
        return path.error();
    const auto folder = prepareStoreFolders(settings);
    if (!folder)
        return folder.error();
    const QString source = QFileInfo(file).absoluteFilePath();
    const auto done = sql::restore(source, *path);
    if (!done)
        return done.error();
    return u"the store is now as in %1; what was there before is in %2.before-restore"_s.arg(source, *path);
}

} // namespace zg::node
