// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/cachecontrol.h"
#include "node/desks.h"
#include "node/nodecore.h"

namespace zg::node {

namespace {

/// For the log.
QString nameOf(const DeskSession& session, UserId id)
{
    const auto member = session.member();
    return member && member->id == id ? member->username : QString::number(id.value);
}

} // namespace

Answer<CachedKey> CacheDeskImpl::lookUp(const QString& key)
{
    return m_session.askAsStaff<CachedKey>([key](NodeCore& core, UserId) { return core.cacheControl().lookUp(key); });
}

Answer<CacheDrop> CacheDeskImpl::drop(const QString& key)
{
    return m_session.askAsStaff<CacheDrop>([key, &session = m_session](NodeCore& core, UserId by) {
        return core.cacheControl().drop(key, nameOf(session, by));
    });
}

Answer<CacheDrop> CacheDeskImpl::dropFamily(const QString& family)
{
    return m_session.askAsStaff<CacheDrop>([family, &session = m_session](NodeCore& core, UserId by) {
        return core.cacheControl().dropFamily(family, nameOf(session, by));
    });
}

} // namespace zg::node
