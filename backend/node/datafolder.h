// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings.h"

namespace zg::node {

/// Makes the data folder (0700) and the database's own folder, where they are not there.
/// @errors DependencyDown with one sentence
Result<void> prepareStoreFolders(const Settings& settings);

/// True when there is no database yet.
bool isStoreEmpty(const Settings& settings);

/// One node a store: its sessions and its cache are in the process, two would not hear of each other. Other commands
/// (user add, backup, restore) need no lock. Held from lock() to the destructor, or to the end of the process however
/// it ends. Thread: one.
class StoreLock final
{
public:
    StoreLock() = default;
    ~StoreLock();
    Q_DISABLE_COPY_MOVE(StoreLock)

    /// @errors DependencyDown: another node has it
    Result<void> lock(const Settings& settings);

private:
    int m_descriptor = -1;
};

} // namespace zg::node
