// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/liststatement.h"

namespace zg::shop {

/// Orders paid in [fromMs, toMs) and their totals: at most Sales::mostInSpan of them, by the index alone.
ListStatement spanOfSales(qint64 fromMs, qint64 toMs);
/// Those of the orders with ids in [fromId, toId) that were paid in [fromMs, toMs) and are refunded; their totals.
ListStatement refundsOfSales(qint64 fromId, qint64 toId, qint64 fromMs, qint64 toMs, sql::Dialect dialect);
/// Product, name, pieces and amount of the newest orders that were paid in [fromMs, toMs), in no order.
ListStatement sellersOfSales(qint64 fromMs, qint64 toMs, sql::Dialect dialect);

} // namespace zg::shop
