// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/result.h"

namespace zg::sql {
class Connection;
}

namespace zg::shop {

/// May this account approve a refund of so much? Its own limit counts, else for staff the store's; an admin without one
/// may approve any. Thread: the committer's, before the first write.
/// @param usualFen what staff may without a limit of their own; 0: any amount
/// @errors RoleForbidden with limitFen
Result<void> checkRefundLimit(sql::Connection& connection, UserId by, qint64 amountFen, qint64 usualFen);

} // namespace zg::shop
