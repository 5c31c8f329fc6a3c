-- SPDX-License-Identifier: GPL-3.0-or-later
-- Beside a name's one- and two-character pieces: from each character on the piece of three to eight, so that a search
-- text is the beginning of a piece and few rows are read for one that few names have.

INSERT INTO product_grams (gram, product_id)
WITH RECURSIVE places (id, folded, place) AS (
    SELECT id, folded, 1 FROM products WHERE status <> 2 AND length(folded) >= 3
    UNION ALL SELECT id, folded, place + 1 FROM places WHERE place + 3 <= length(folded))
SELECT DISTINCT substr(folded, place, 8), id FROM places ORDER BY 1, 2;
