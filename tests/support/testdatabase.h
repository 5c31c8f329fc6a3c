// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/pgconnection.h"

#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>

#include <atomic>

namespace zg::test {

/// An empty database for one test's store: an SQLite file, or in the variants that ctest calls *_pg a schema of its own
/// on the PostgreSQL that they share. It is gone with the object. Thread: any.
class TestDatabase final
{
public:
    TestDatabase()
    {
        const QString services = qEnvironmentVariable("ZG_TEST_SERVICES");
        if (services.isEmpty()) {
            m_url = QStringLiteral("sqlite:") + m_folder.filePath(QStringLiteral("store.db"));
            return;
        }
        QFile file(services + QStringLiteral("/url"));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("no PostgreSQL: %s is not there", qUtf8Printable(file.fileName()));
        m_server = QString::fromUtf8(file.readAll()).trimmed();
        static std::atomic<int> count{0};
        m_schema = QStringLiteral("t_%1_%2").arg(QCoreApplication::applicationPid()).arg(++count);
        command(QStringLiteral("CREATE SCHEMA ") + m_schema);
        m_url = m_server + QStringLiteral("&options=-csearch_path%3D") + m_schema;
    }
    ~TestDatabase()
    {
        if (!m_schema.isEmpty())
            command(QStringLiteral("DROP SCHEMA %1 CASCADE").arg(m_schema));
    }
    Q_DISABLE_COPY_MOVE(TestDatabase)

    const QString& url() const { return m_url; }
    bool isPostgreSql() const { return !m_schema.isEmpty(); }

private:
    void command(const QString& text)
    {
        sql::SlowStatements statements(std::chrono::seconds(10));
        sql::PgOptions options;
        options.addresses = sql::pgAddresses(m_server).value();
        options.connectTimeout = std::chrono::seconds(10);
        options.statementTimeout = std::chrono::seconds(30);
        auto connection = sql::PgConnection::open(options, statements);
        if (!connection)
            qFatal("%s", qUtf8Printable(connection.error().message));
        if (auto done = (*connection)->execute(text); !done)
            qFatal("%s", qUtf8Printable(done.error().message));
    }

    QTemporaryDir m_folder;
    QString m_server, m_schema, m_url;
};

} // namespace zg::test
