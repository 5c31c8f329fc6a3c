// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/database.h"

#include <QTemporaryDir>
#include <QTest>

namespace zg::cluster::test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// A migrated database that several nodes of one test share, and the clock they all go by.
class Fixture
{
public:
    Fixture()
        : database(u"sqlite:"_s + folder.filePath(u"store.db"_s), few(), 100)
    {
        if (const auto opened = database.open(); !opened)
            qFatal("%s", qUtf8Printable(opened.error().message));
    }
    qint64 number(const QString& text)
    {
        return database
            .readNow([&](sql::Connection& connection) -> Result<qint64> {
                auto rows = connection.runText("test.number", text, {});
                if (!rows)
                    return rows.error();
                return rows->next() ? rows->integer(0) : -1;
            })
            .value_or(-2);
    }

    QTemporaryDir folder;
    ManualClock clock;
    sql::Database database;

private:
    static PoolSettings few()
    {
        PoolSettings settings;
        settings.maximumPoolSize = 2;
        settings.minimumIdle = 1;
        return settings;
    }
};

} // namespace zg::cluster::test
