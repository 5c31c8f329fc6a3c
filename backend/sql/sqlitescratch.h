// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/scratch.h"

#include <memory>

struct sqlite3;

namespace zg::sql {

/// SQLite's: a database in memory with the store's schema; the store itself is attached for reading only.
/// Thread: one at a time.
class SqliteScratch final : public Scratch
{
public:
    /// With the store's schema, and no rows yet.
    static Result<std::unique_ptr<SqliteScratch>> copyOf(const QString& path);
    /// The store itself, read only: for plans.
    static Result<std::unique_ptr<SqliteScratch>> openStore(const QString& path);
    ~SqliteScratch() override;
    Q_DISABLE_COPY_MOVE(SqliteScratch)

    Result<QString> plan(const QString& text) override;
    Result<QStringList> columns(const QString& table) override;
    Result<qint64> rows(const QString& table, qint64 most) override;
    Result<qint64> sample(const QString& table, qint64 most) override;
    Result<void> tryIndex(const QString& table, const QStringList& columns) override;
    Result<void> dropTrial() override;
    double cost(const QString&) const override { return 0; }
    QString createStatement(const QString& table, const QStringList& columns) const override;

private:
    explicit SqliteScratch(sqlite3* handle)
        : m_handle(handle)
    {
    }
    Result<void> copySchema();
    Result<void> execute(const QString& text);
    Result<QStringList> texts(const QString& query); ///< the first column

    sqlite3* m_handle;
};

} // namespace zg::sql
