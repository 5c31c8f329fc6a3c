// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/logging.h"
#include "core/loglevels.h"
#include "identity/role.h"
#include "node/desks.h"
#include "node/nodecore.h"
#include "shop/shop.h"

namespace zg::node {

using namespace Qt::StringLiterals;

namespace {

/// Who is signed in, where it is an admin. A session whose account's role changes ends, so the desk's own word counts.
Result<QString> adminName(const DeskSession& session)
{
    const auto member = session.member();
    if (!member)
        return Error(ErrorCode::TokenMissing, u"nobody is signed in"_s);
    if (member->role != QString::fromLatin1(identity::name(identity::Role::Admin)))
        return Error(ErrorCode::RoleForbidden, u"%1 is no admin"_s.arg(member->username));
    return member->username;
}

Task<Result<StockStrategy>> switchStrategy(NodeCore& core, const DeskSession& session, StockStrategy wanted)
{
    const auto who = adminName(session);
    if (!who)
        co_return Result<StockStrategy>(who.error());
    auto& placer = core.shop().placer();
    const StockStrategy before = placer.strategy();
    if (const auto done = placer.setStrategy(wanted); !done)
        co_return Result<StockStrategy>(done.error());
    qCInfo(lcShop, "orders take their stock by %s from now on, no more by %s: %ls wants it so", shop::name(wanted),
           shop::name(before), qUtf16Printable(*who));
    co_return Result<StockStrategy>(before);
}

Task<Result<LogLevel>> switchLevel(const DeskSession& session, QByteArray category, LogLevel least)
{
    const auto who = adminName(session);
    if (!who)
        co_return Result<LogLevel>(who.error());
    const LogLevel before = logLevel(category);
    if (const auto done = zg::setLogLevel(category, least); !done)
        co_return Result<LogLevel>(done.error());
    qCWarning(lcNode, "%s logs %s and worse from now on, before it was %s: %ls wants it so", category.constData(),
              zg::name(least), zg::name(before), qUtf16Printable(*who)); // a warning, so that it is seen at every level
    co_return Result<LogLevel>(before);
}

} // namespace

Answer<StockStrategy> AdminDeskImpl::setStockStrategy(StockStrategy strategy)
{
    return m_session.askAsStaff<StockStrategy>(
        [&session = m_session, strategy](NodeCore& core, UserId) { return switchStrategy(core, session, strategy); });
}

Answer<LogLevel> AdminDeskImpl::setLogLevel(const QByteArray& category, LogLevel least)
{
    return m_session.askAsStaff<LogLevel>(
        [&session = m_session, category, least](NodeCore&, UserId) { return switchLevel(session, category, least); });
}

} // namespace zg::node
