// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pgwait.h"

#include "sql/pgerror.h"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>

namespace zg::sql {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {
// A server that hangs says nothing: whoever waits for it looks up this often whether it was found lost meanwhile.
constexpr auto slice = 100ms;
} // namespace

PgWait::PgWait(std::chrono::milliseconds atMost, const std::atomic<bool>* isLost)
    : m_deadline(std::chrono::steady_clock::now() + atMost)
    , m_isLost(isLost)
{
}

Result<void> PgWait::ready(PGconn* connection, short events) const
{
    pollfd descriptor{PQsocket(connection), events, 0};
    for (;;) {
        if (m_isLost && m_isLost->load(std::memory_order_relaxed))
            return Error{ErrorCode::DependencyDown, u"the database does not answer"_s};
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(m_deadline - std::chrono::steady_clock::now());
        if (left <= 0ms)
            return Error{ErrorCode::DependencyDown, u"the database did not answer in time"_s};
        const int count = poll(&descriptor, 1, int(std::min<std::chrono::milliseconds>(left, slice).count()));
        if (count > 0)
            return {};
        if (count < 0 && errno != EINTR)
            return Error{ErrorCode::DependencyDown, u"poll: error %1"_s.arg(errno)};
    }
}

Result<void> PgWait::readable(PGconn* connection) const
{
    return ready(connection, POLLIN);
}

Result<void> PgWait::writable(PGconn* connection) const
{
    return ready(connection, POLLOUT);
}

Result<void> PgWait::flushed(PGconn* connection) const
{
    for (;;) {
        const int left = PQflush(connection);
        if (left == 0)
            return {};
        if (left < 0)
            return pgError(connection, u"send"_s);
        if (auto waited = ready(connection, POLLIN | POLLOUT); !waited)
            return waited;
        if (PQconsumeInput(connection) == 0)
            return pgError(connection, u"receive"_s);
    }
}

} // namespace zg::sql
