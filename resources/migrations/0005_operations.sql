-- SPDX-License-Identifier: GPL-3.0-or-later
-- What staff do, through the console or the API: who, when, what, on what, from what to what, and from where.
-- changes is a JSON list of [field, before, after], all texts: money in fen. Rows are kept for half a year.
-- users.refund_limit: what the account may approve as a refund, in fen; none: the setting's, or for an admin any.
-- users.signed_in_at: when staff last signed in.

CREATE TABLE operations (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    user_id INTEGER,
    kind TEXT NOT NULL, -- setting, account, refund, shipment, product, stock, category, strategy
    subject TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    changes TEXT NOT NULL,
    origin TEXT NOT NULL -- the client's address, or console
);
CREATE INDEX operations_at ON operations (at);
CREATE INDEX operations_user ON operations (user_id);
CREATE INDEX operations_kind ON operations (kind);

ALTER TABLE users ADD COLUMN refund_limit INTEGER;
ALTER TABLE users ADD COLUMN signed_in_at INTEGER;
