// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings.h"
#include "node/desk.h"

#include <mutex>

namespace zg::node {

/// The settings in force, those that the next start takes, and the file between them.
/// Thread: any; change() reads and writes the file.
class SettingBook final
{
public:
    explicit SettingBook(LoadedSettings loaded);
    Q_DISABLE_COPY_MOVE(SettingBook)

    LoadedSettings wanted() const; ///< what the next start takes
    Settings inForce() const;      ///< what the node runs with
    /// As they are in force, each with what comes after a restart.
    QList<SettingInfo> list() const;

    /// What was chosen on a first start and stands in no file, or not yet.
    void choose(bool demo, const QByteArray& adminPassword);
    /// The file was written by somebody else in the program.
    void adopt(const LoadedSettings& loaded);
    /// A run begins: what was wanted is in force.
    Settings begin();
    /// @errors InvalidArgument, DependencyDown
    Result<SettingChange> change(const QString& key, const std::optional<QString>& value);

private:
    mutable std::mutex m_mutex; // guards what follows
    LoadedSettings m_inForce;
    LoadedSettings m_wanted;
    std::mutex m_fileMutex; // held while the file is changed; taken before the other
};

} // namespace zg::node
