// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace zg::sql {

/// The program's SQL as PostgreSQL takes it: each ? outside of quotes is $1, $2, …, and SQLite's OR FAIL is left out.
QByteArray toPostgreSql(QByteArrayView text);

/// A value as UTF-8 that PostgreSQL can keep, and back: it has no NUL, which JSON and SQLite have. One becomes two
/// characters of the private use area, of which the first is never kept alone.
QByteArray toPgValue(const QString& text);
QString fromPgValue(QByteArrayView utf8);

} // namespace zg::sql
