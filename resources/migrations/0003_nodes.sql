-- SPDX-License-Identifier: GPL-3.0-or-later
-- Nodes that share the database, and the jobs only one of them does at a time. Times are the database's own clock's,
-- in milliseconds since 1970 UTC. Neither table belongs to the store: a copy of it goes without their rows.
-- nodes.state: 0 serving, 1 draining.

CREATE TABLE nodes (
    id TEXT PRIMARY KEY, -- of one run
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    version TEXT NOT NULL,
    state INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    rate_per_s INTEGER NOT NULL,
    in_flight INTEGER NOT NULL,
    connections INTEGER NOT NULL,
    p99_us INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE leases (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL, -- nodes.id
    fence INTEGER NOT NULL, -- grows with each change of holder
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;
