// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/desks.h"
#include "node/nodecore.h"
#include "shop/shop.h"

namespace zg::node {

using shop::Order;
using shop::Page;
using StatusCounts = std::array<qint64, shop::orderStatusCount>;

Answer<Page<Order>> OrderDeskImpl::list(const shop::OrderFilter& filter, const QByteArray& cursor, int limit)
{
    return m_session.askAsStaff<Page<Order>>(
        [=](NodeCore& core, UserId) { return core.shop().orders().search(filter, cursor, limit); });
}

Answer<Order> OrderDeskImpl::find(OrderId id)
{
    return m_session.askAsStaff<Order>([=](NodeCore& core, UserId) { return core.shop().orders().findAny(id); });
}

Answer<StatusCounts> OrderDeskImpl::counts()
{
    return m_session.askAsStaff<StatusCounts>([](NodeCore& core, UserId) { return core.shop().orders().counts(); });
}

Answer<Order> OrderDeskImpl::ship(OrderId id, const QString& trackingNo)
{
    return m_session.askAsStaff<Order>(
        [=](NodeCore& core, UserId by) { return core.shop().orders().ship(id, trackingNo, by); });
}

Answer<Order> OrderDeskImpl::decideRefund(OrderId id, bool approve)
{
    return m_session.askAsStaff<Order>(
        [=](NodeCore& core, UserId by) { return core.shop().orders().decideRefund(id, approve, by); });
}

} // namespace zg::node
