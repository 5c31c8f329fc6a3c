-- SPDX-License-Identifier: GPL-3.0-or-later
-- Beside a name's one- and two-character pieces: from each character on the piece of three to eight, so that a search
-- text is the beginning of a piece and few rows are read for one that few names have. Pieces are compared by their code
-- points, whatever the database's language. The key is made anew behind the rows: one sort instead of a look-up a row.
ALTER TABLE product_grams DROP CONSTRAINT product_grams_pkey;
ALTER TABLE product_grams ALTER COLUMN gram TYPE TEXT COLLATE "C";
INSERT INTO product_grams (gram, product_id)
    SELECT DISTINCT substr(p.folded, place, 8), p.id
    FROM products p, generate_series(1, length(p.folded) - 2) place WHERE p.status <> 2;
ALTER TABLE product_grams ADD PRIMARY KEY (gram, product_id);

-- A customer's orders of one status are told by the index alone, as on SQLite.
DROP INDEX orders_user;
CREATE INDEX orders_user ON orders (user_id, id, status);
