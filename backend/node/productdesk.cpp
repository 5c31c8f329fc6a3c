// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/deskorigin.h"
#include "node/desks.h"
#include "node/nodecore.h"
#include "shop/shop.h"

namespace zg::node {

using shop::Category;
using shop::Page;
using shop::Product;
using shop::ProductEvent;

Answer<Page<Product>> ProductDeskImpl::list(const shop::ProductFilter& filter, const QByteArray& cursor, int limit)
{
    return m_session.askAsStaff<Page<Product>>(
        [=](NodeCore& core, UserId) { return core.shop().products().list(filter, cursor, limit); });
}

Answer<Product> ProductDeskImpl::find(ProductId id)
{
    return m_session.askAsStaff<Product>([=](NodeCore& core, UserId) { return core.shop().products().find(id); });
}

Answer<Product> ProductDeskImpl::create(const shop::ProductDraft& draft)
{
    return m_session.askAsStaff<Product>(
        [=](NodeCore& core, UserId by) { return core.shop().products().create(draft, audit::Actor(by, deskOrigin)); });
}

Answer<Product> ProductDeskImpl::update(ProductId id, const shop::ProductPatch& patch)
{
    return m_session.askAsStaff<Product>([=](NodeCore& core, UserId by) {
        return core.shop().products().update(id, patch, audit::Actor(by, deskOrigin));
    });
}

Answer<Product> ProductDeskImpl::adjustStock(ProductId id, qint64 delta, const QString& note)
{
    return m_session.askAsStaff<Product>([=](NodeCore& core, UserId by) {
        return core.shop().products().adjustStock(id, delta, note, audit::Actor(by, deskOrigin));
    });
}

Answer<Product> ProductDeskImpl::remove(ProductId id)
{
    return m_session.askAsStaff<Product>(
        [=](NodeCore& core, UserId by) { return core.shop().products().remove(id, audit::Actor(by, deskOrigin)); });
}

Answer<Page<ProductEvent>> ProductDeskImpl::history(ProductId id, const QByteArray& cursor, int limit)
{
    return m_session.askAsStaff<Page<ProductEvent>>(
        [=](NodeCore& core, UserId) { return core.shop().products().history(id, cursor, limit); });
}

Answer<QList<Category>> ProductDeskImpl::categories()
{
    return m_session.askAsStaff<QList<Category>>(
        [](NodeCore& core, UserId) { return core.shop().categories().list(); });
}

Answer<bool> ProductDeskImpl::proveLedger()
{
    return m_session.askAsStaff<bool>([](NodeCore& core, UserId) -> Task<Result<bool>> {
        core.shop().ledgerProof().startPass();
        co_return true;
    });
}

} // namespace zg::node
