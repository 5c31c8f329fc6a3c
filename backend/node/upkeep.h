// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings.h"

namespace zg::node {

// What the command line does to a store without serving it; safe while another process serves the same one. Blocking.

bool isRole(const QString& name);
/// @errors InvalidArgument, Duplicate, DependencyDown; the message is for people
Result<void> addUser(const Settings& settings, const QString& name, const QByteArray& password, const QString& role);

/// Copies the database as it is at one moment to `file`, which is written beside and then put in place, 0600.
/// @return a sentence for people
/// @errors DependencyDown
Result<QString> backup(const Settings& settings, const QString& file);
/// Checks `file`, keeps the present database as FILE.before-restore, and puts the content in its place in one
/// transaction. A node that serves sees the new content at once and forgets what it had cached.
/// @errors DependencyDown, InvalidArgument (the file is no store's backup)
Result<QString> restore(const Settings& settings, const QString& file);

} // namespace zg::node
