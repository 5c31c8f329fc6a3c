// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace zg::app {

/// What has to be so before the first thread and the application object: the event loop without GLib, files for their
/// owner alone, descriptors for many clients, a writing client that left is no signal, log lines on standard error.
void prepareProcess();

} // namespace zg::app
