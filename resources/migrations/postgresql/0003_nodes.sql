-- SPDX-License-Identifier: GPL-3.0-or-later
-- Nodes that share the database, and the jobs only one of them does at a time. Times are the database's own clock's,
-- in milliseconds since 1970 UTC. Neither table belongs to the store: a copy of it goes without their rows.
-- nodes.state: 0 serving, 1 draining.

CREATE TABLE nodes (
    id TEXT PRIMARY KEY, -- of one run
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    version TEXT NOT NULL,
    state BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    rate_per_s BIGINT NOT NULL,
    in_flight BIGINT NOT NULL,
    connections BIGINT NOT NULL,
    p99_us BIGINT NOT NULL
);

CREATE TABLE leases (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL, -- nodes.id
    fence BIGINT NOT NULL, -- grows with each change of holder
    expires_at BIGINT NOT NULL
);
