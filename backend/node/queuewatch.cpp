// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/queuewatch.h"

#include "identity/passwords.h"
#include "resilience/loadshedder.h"
#include "sql/database.h"

namespace zg::node {

using resilience::Queue;
using std::chrono::microseconds;

QueueWatch::QueueWatch(resilience::LoadShedder& shedder, sql::Database& database, const Clock& clock)
    : m_shedder(shedder)
    , m_database(database)
    , m_clock(clock)
{
}

void QueueWatch::listenTo(identity::Passwords& passwords)
{
    passwords.setWaitListener(
        [this](std::chrono::nanoseconds wait) { m_shedder.waited(Queue::Password, wait, m_clock.monotonic()); });
}

void QueueWatch::listenToWorkers()
{
    m_database.workers().setWaitListener([this](Weight weight, std::chrono::nanoseconds wait) {
        m_shedder.waited(weight == Weight::Heavy ? Queue::SlowRead : Queue::Database, wait, m_clock.monotonic());
    });
}

void QueueWatch::committed(const shop::ChangeSet& /*changes*/)
{
    m_shedder.waited(Queue::Commit, microseconds(m_database.committer().figures().lastQueueUs), m_clock.monotonic());
}

} // namespace zg::node
