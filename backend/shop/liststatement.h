// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connection.h"

#include <QString>
#include <QVariantList>

namespace zg::shop {

/// A list's statement, put together at run time from few pieces: its texts are few, so each is prepared once.
struct ListStatement
{
    const char* name = "";
    QString text;
    QVariantList values;

    Result<sql::Rows> run(sql::Connection& connection) const { return connection.runText(name, text, values); }
};

} // namespace zg::shop
