// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/refundlimit.h"

#include "core/money.h"
#include "sql/connection.h"

namespace zg::shop {

using namespace Qt::StringLiterals;

namespace {
const sql::Statement findLimit{"user.refund_limit", "SELECT role, refund_limit FROM users WHERE id = ?"};
} // namespace

Result<void> checkRefundLimit(sql::Connection& connection, UserId by, qint64 amountFen, qint64 usualFen)
{
    std::optional<qint64> limit = usualFen > 0 ? std::optional(usualFen) : std::nullopt;
    {
        auto rows = connection.query(findLimit, by.value);
        if (!rows)
            return rows.error();
        if (rows->next()) {
            const auto own = rows->optionalInteger(1);
            if (own || rows->bytes(0) == "admin")
                limit = own;
        }
    }
    if (!limit || amountFen <= *limit)
        return {};
    Error error(ErrorCode::RoleForbidden,
                u"a refund of %1 is above the account's limit of %2"_s.arg(yuanText(amountFen), yuanText(*limit)));
    error.limitFen = limit;
    return error;
}

} // namespace zg::shop
