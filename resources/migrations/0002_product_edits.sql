-- SPDX-License-Identifier: GPL-3.0-or-later
-- What staff edited of a product besides its stock, which has its ledger: who changed what, from what, to what.
-- changes is a JSON list of [field, before, after], all texts: prices in fen, categories by name.

CREATE TABLE product_edits (
    id INTEGER PRIMARY KEY,
    product_id INTEGER NOT NULL REFERENCES products (id),
    user_id INTEGER,
    at INTEGER NOT NULL,
    changes TEXT NOT NULL
);
CREATE INDEX product_edits_product ON product_edits (product_id);
