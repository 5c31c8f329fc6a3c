// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/operations.h"
#include "node/admindesks.h"
#include "node/nodecore.h"

namespace zg::node {

namespace {
using Page = shop::Page<Operation>;

Task<Result<Page>> listPage(NodeCore* core, OperationFilter filter, QByteArray cursor, int limit)
{
    const auto page = co_await core->operations().list(std::move(filter), std::move(cursor), limit);
    if (!page)
        co_return Result<Page>(page.error());
    co_return Result<Page>(Page{page->items, page->nextCursor});
}
} // namespace

Answer<Page> OperationDeskImpl::list(const OperationFilter& filter, const QByteArray& cursor, int limit)
{
    return m_session.askAsAdmin<Page>([=](NodeCore& core, UserId) { return listPage(&core, filter, cursor, limit); });
}

} // namespace zg::node
