// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "shop/changes.h"

namespace zg::identity {
class Passwords;
}
namespace zg::resilience {
class LoadShedder;
}
namespace zg::sql {
class Database;
}

namespace zg::node {

/// Tells the load shedder how long work really waited: for a database worker, for a commit, for a password's turn.
/// Thread: committed() the committer's, look() the keeper's, the workers' listener any of them.
class QueueWatch final : public shop::ChangeListener
{
public:
    QueueWatch(resilience::LoadShedder& shedder, sql::Database& database, const Clock& clock);
    Q_DISABLE_COPY_MOVE(QueueWatch)

    void listenToWorkers(); ///< once the database is open, before anyone uses it
    void committed(const shop::ChangeSet& changes) override;
    void look(const identity::Passwords& passwords); ///< about once a second

private:
    resilience::LoadShedder& m_shedder;
    sql::Database& m_database;
    const Clock& m_clock;
    qint64 m_passwordsDone = 0;
};

} // namespace zg::node
