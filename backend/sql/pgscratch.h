// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/pgconnection.h"
#include "sql/scratch.h"

#include <QHash>

#include <memory>

namespace zg::sql {

/// PostgreSQL's: temporary tables of the same names, which a session finds before the store's, in a transaction that is
/// rolled back. The store's tables are only read, under the lock that any SELECT takes. Thread: one at a time.
class PgScratch final : public Scratch
{
public:
    static Result<std::unique_ptr<PgScratch>> open(const PgOptions& options, SlowStatements& statements);
    ~PgScratch() override;
    Q_DISABLE_COPY_MOVE(PgScratch)

    Result<QString> plan(const QString& text) override;
    Result<QStringList> columns(const QString& table) override;
    Result<qint64> rows(const QString& table, qint64 most) override;
    Result<qint64> sample(const QString& table, qint64 most) override;
    Result<void> tryIndex(const QString& table, const QStringList& columns) override;
    Result<void> dropTrial() override;
    double cost(const QString& plan) const override;
    QString createStatement(const QString& table, const QStringList& columns) const override;

private:
    explicit PgScratch(std::unique_ptr<PgConnection> connection)
        : m_connection(std::move(connection))
    {
    }
    Result<QStringList> texts(const QString& query, const QVariantList& values = {}); ///< the first column
    Result<QString> storeTable(const QString& table); ///< with its schema, found before a temporary one hides it

    const std::unique_ptr<PgConnection> m_connection;
    QHash<QString, QString> m_tables; // with their schemas
};

} // namespace zg::sql
