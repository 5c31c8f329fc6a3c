// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connection.h"

#include <QString>
#include <QVariantList>

namespace zg::shop {

/// Rows to ask for where a limit stands in the text: few sizes, so that few texts are prepared. Who reads them stops at
/// his own limit.
inline int pageSizeFor(int limit)
{
    return limit <= 20 ? 20 : limit <= 50 ? 50 : qMax(limit, 100);
}

/// A list's statement, put together at run time from few pieces: its texts are few, so each is prepared once.
struct ListStatement
{
    const char* name = "";
    QString text;
    QVariantList values;

    Result<sql::Rows> run(sql::Connection& connection) const { return connection.runText(name, text, values); }
};

} // namespace zg::shop
