// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/identities.h"

namespace zg::sql {

using namespace Qt::StringLiterals;

Result<void> continueIdentities(Connection& connection)
{
    if (connection.dialect() == Dialect::Sqlite)
        return {};
    for (const auto table : {"users"_L1, "categories"_L1, "products"_L1, "orders"_L1, "order_history"_L1,
                             "stock_ledger"_L1, "product_edits"_L1, "operations"_L1}) {
        const QString text = u"SELECT setval(pg_get_serial_sequence('"_s + table +
                             u"', 'id'), GREATEST((SELECT MAX(id) FROM "_s + table +
                             u"), 1), EXISTS (SELECT 1 FROM "_s + table + u"))"_s;
        if (auto set = connection.runText("identity.continue", text, {}); !set)
            return set.error();
    }
    return {};
}

} // namespace zg::sql
