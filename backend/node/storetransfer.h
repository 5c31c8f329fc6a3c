// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings.h"

#include <functional>

namespace zg::node {

/// Moves the store of one database into another, empty one. Neither may be served meanwhile. One that was interrupted
/// goes on where it was. Blocking.
/// @param say a line now and then on how far it is
/// @return a sentence for people
/// @errors InvalidArgument: a URL; Duplicate: the target is not empty; VersionConflict: the two differ at the end;
///         DependencyDown
Result<QString> transfer(const Settings& from, const Settings& to, const std::function<void(const QString&)>& say);

} // namespace zg::node
