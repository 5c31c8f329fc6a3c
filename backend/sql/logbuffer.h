// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace zg::sql {

/// The name of a VFS for the one connection that writes: what SQLite appends to the write-ahead log is gathered and
/// handed to the kernel in one piece before it is flushed. SQLite itself makes two calls a page (24 bytes of frame
/// head, then the page), and a group of orders changes some eighty pages. Every other file goes to the system's own
/// VFS. Nothing waits here longer than until the next flush, and with `synchronous = FULL` each commit has one before
/// other connections may read its frames.
/// @return null when the library refused it: SQLite's default is as correct, only slower
const char* logBufferVfs();

} // namespace zg::sql
