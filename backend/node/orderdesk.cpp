// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/deskorigin.h"
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
    return m_session.askAsStaff<Order>([=](NodeCore& core, UserId by) {
        return core.shop().orders().ship(id, trackingNo, audit::Actor(by, deskOrigin));
    });
}

Answer<Order> OrderDeskImpl::decideRefund(OrderId id, bool approve)
{
    return m_session.askAsStaff<Order>([=](NodeCore& core, UserId by) {
        return core.shop().orders().decideRefund(id, approve, audit::Actor(by, deskOrigin));
    });
}

Answer<QList<Order>> OrderDeskImpl::toShip(OrderId after, int limit)
{
    return m_session.askAsStaff<QList<Order>>(
        [=](NodeCore& core, UserId) { return core.shop().orders().toShip(after, limit); });
}

Answer<shop::Customer> OrderDeskImpl::customer(UserId id)
{
    return m_session.askAsStaff<shop::Customer>(
        [=](NodeCore& core, UserId) { return core.shop().customers().find(id); });
}

Answer<shop::Customer> OrderDeskImpl::customerNamed(const QString& username)
{
    return m_session.askAsStaff<shop::Customer>(
        [=](NodeCore& core, UserId) { return core.shop().customers().findByName(username); });
}

Answer<shop::SalesReport> OrderDeskImpl::sales(const QList<qint64>& edgesMs)
{
    return m_session.askAsStaff<shop::SalesReport>(
        [=](NodeCore& core, UserId) { return core.shop().sales().report(edgesMs); });
}

} // namespace zg::node
