// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/statement.h"

#include <memory>

typedef struct pg_result PGresult;

namespace zg::sql {

struct PgResultDeleter
{
    void operator()(PGresult* result) const;
};
using PgResult = std::unique_ptr<PGresult, PgResultDeleter>;

/// One answer's rows, all of them here already. Frees itself when the rows are finished.
/// Thread: the borrowing one.
class PgRows final : public Cursor
{
public:
    explicit PgRows(PgResult result);
    bool next() override { return ++m_row < m_count; }
    qint64 integer(int column) const override; ///< 0 for NULL, as SQLite has it
    QString text(int column) const override;
    QByteArray bytes(int column) const override;
    bool isNull(int column) const override;
    void finish() override { delete this; }

private:
    PgResult m_result;
    const int m_count;
    int m_row = -1;
};

} // namespace zg::sql
