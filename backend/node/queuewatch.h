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
/// Thread: committed() the committer's, the workers' listeners any of them.
class QueueWatch final : public shop::ChangeListener
{
public:
    QueueWatch(resilience::LoadShedder& shedder, sql::Database& database, const Clock& clock);
    Q_DISABLE_COPY_MOVE(QueueWatch)

    void listenTo(identity::Passwords& passwords); ///< before anyone uses it
    void listenToWorkers();                        ///< once the database is open, before anyone uses it
    void committed(const shop::ChangeSet& changes) override;

private:
    resilience::LoadShedder& m_shedder;
    sql::Database& m_database;
    const Clock& m_clock;
};

} // namespace zg::node
