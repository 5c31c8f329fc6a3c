// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

struct sqlite3;

namespace zg::sql {

/// The name of a VFS for the one connection that writes: what SQLite appends to the write-ahead log is gathered and
/// handed to the kernel in one piece before it is flushed. SQLite itself makes two calls a page (24 bytes of frame
/// head, then the page), and a group of orders changes some eighty pages. Every other file goes to the system's own
/// VFS. Nothing waits here longer than until the next flush, and with `synchronous = FULL` each commit has one before
/// other connections may read its frames.
/// @return null when the library refused it: SQLite's default is as correct, only slower
const char* logBufferVfs();

/// What a connection opened with it answers when the log has become shorter than what it wrote there: a frame behind
/// the hole would be found by nobody.
extern const int logHasHole;

/// Has a connection opened with it forget what it gathered of a transaction that is taken back.
void watchRollbacks(sqlite3* handle);

} // namespace zg::sql
