// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <utility>

namespace zg::sql {

/// Where one PostgreSQL server is, and all else that libpq is told: its own words and values (TLS options among them).
struct PgAddress
{
    QList<std::pair<QByteArray, QByteArray>> options; ///< "host", "127.0.0.1"; …
    QString shown;                                    ///< "127.0.0.1:5432/shop", for messages
    bool operator==(const PgAddress&) const = default;
};

/// The servers that a URL names, in its order: postgresql://user:password@host1:port1,host2:port2/name?options
/// @errors InvalidArgument "database", with libpq's words but never the password
Result<QList<PgAddress>> pgAddresses(const QString& url);

} // namespace zg::sql
