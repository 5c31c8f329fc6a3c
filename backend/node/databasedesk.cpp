// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/logging.h"
#include "node/desks.h"
#include "node/nodecore.h"
#include "sql/database.h"

namespace zg::node {

using namespace Qt::StringLiterals;
using telemetry::DatabaseFigures;
using telemetry::IndexAdvice;
using telemetry::StatementPlan;

namespace {

// What the setting takes.
constexpr int largestPool = 1'000;

Task<Result<DatabaseFigures>> figuresOf(NodeCore* core)
{
    co_return Result<DatabaseFigures>(core->database().figures());
}

Task<Result<int>> resize(NodeCore* core, std::optional<StaffMember> member, int size)
{
    if (!member || member->role != u"admin"_s)
        co_return Result<int>(Error(ErrorCode::RoleForbidden, u"only an admin changes the pool"_s));
    if (size < 1 || size > largestPool)
        co_return Result<int>(Error::invalid(u"pool-size"_s, u"%1 is not 1–%2"_s.arg(size).arg(largestPool)));
    const int before = core->database().pool().setMaximumPoolSize(size);
    qCInfo(lcNode, "maximum_pool_size was set from %d to %d by %ls (user %lld), until the next start", before, size,
           qUtf16Printable(member->username), qlonglong(member->id.value));
    co_return Result<int>(before);
}

} // namespace

Answer<DatabaseFigures> DatabaseDeskImpl::figures()
{
    return m_session.ask<DatabaseFigures>([](NodeCore& core) { return figuresOf(&core); });
}

Answer<StatementPlan> DatabaseDeskImpl::plan(int statement)
{
    return m_session.ask<StatementPlan>([=](NodeCore& core) { return core.database().plan(statement); });
}

Answer<IndexAdvice> DatabaseDeskImpl::adviseIndex(int statement)
{
    return m_session.ask<IndexAdvice>([=](NodeCore& core) { return core.database().adviseIndex(statement); });
}

Answer<int> DatabaseDeskImpl::setMaximumPoolSize(int size)
{
    return m_session.askAsStaff<int>(
        [this, size](NodeCore& core, UserId) { return resize(&core, m_session.member(), size); });
}

} // namespace zg::node
