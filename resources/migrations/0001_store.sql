-- SPDX-License-Identifier: GPL-3.0-or-later
-- The store. Times are milliseconds since 1970 UTC, money is fen.
-- orders.status: 0 pending_payment, 1 paid, 2 shipped, 3 completed, 4 cancelled, 5 refunding, 6 refunded.
-- products.status: 0 on_sale, 1 off_shelf, 2 deleted.
-- stock_ledger.cause: 0 initial, 1 order, 2 cancel, 3 expire, 4 refund, 5 adjust.
-- An index on a table with an integer primary key ends in that key by itself: "by status" is in id order too.

CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    username TEXT UNIQUE,
    openid TEXT UNIQUE,
    nickname TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('customer', 'staff', 'admin')),
    password_hash TEXT,
    disabled INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE INDEX users_role ON users (role, id);

CREATE TABLE sessions (
    sid TEXT PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    ended_at INTEGER
) WITHOUT ROWID;
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_last_used ON sessions (last_used_at);

CREATE TABLE categories (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    sort INTEGER NOT NULL
);
CREATE INDEX categories_sort ON categories (sort);
INSERT INTO categories (id, name, sort) VALUES
    (1, '食品', 1), (2, '饮料', 2), (3, '服饰', 3), (4, '数码', 4), (5, '家居', 5), (6, '美妆', 6), (7, '图书', 7);

CREATE TABLE products (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    folded TEXT NOT NULL, -- the name in lower case, as a search compares it
    category_id INTEGER REFERENCES categories (id),
    price INTEGER NOT NULL CHECK (price >= 0),
    stock INTEGER NOT NULL CHECK (stock >= 0),
    sales INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL DEFAULT 1,
    status INTEGER NOT NULL,
    image_url TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE INDEX products_newest ON products (status);
CREATE INDEX products_price ON products (status, price);
CREATE INDEX products_sales ON products (status, sales);
CREATE INDEX products_category_newest ON products (category_id, status);
CREATE INDEX products_category_price ON products (category_id, status, price);
CREATE INDEX products_category_sales ON products (category_id, status, sales);

-- Every one- and two-character piece of a product's name, folded to lower case: what a search goes by.
CREATE TABLE product_grams (
    gram TEXT NOT NULL,
    product_id INTEGER NOT NULL REFERENCES products (id),
    PRIMARY KEY (gram, product_id)
) WITHOUT ROWID;

CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    order_no TEXT NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id),
    status INTEGER NOT NULL,
    total INTEGER NOT NULL,
    address TEXT,
    remark TEXT NOT NULL DEFAULT '',
    tracking_no TEXT,
    version INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    paid_at INTEGER,
    shipped_at INTEGER,
    completed_at INTEGER,
    cancelled_at INTEGER,
    idempotency_key TEXT,
    idempotency_hash BLOB,
    ledger_id INTEGER NOT NULL -- its first row in stock_ledger: ranges of orders are ranges there
);
CREATE UNIQUE INDEX orders_number ON orders (order_no);
CREATE UNIQUE INDEX orders_idempotency ON orders (idempotency_key, user_id) WHERE idempotency_key IS NOT NULL;
-- One index for a customer's orders with and without a status: a second one would be one more page to write an order.
CREATE INDEX orders_user ON orders (user_id, id, status);
CREATE INDEX orders_status ON orders (status);
CREATE INDEX orders_created ON orders (created_at);
CREATE INDEX orders_paid ON orders (paid_at, total) WHERE paid_at IS NOT NULL;

CREATE TABLE order_items (
    order_id INTEGER NOT NULL REFERENCES orders (id),
    line INTEGER NOT NULL,
    product_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    price INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    PRIMARY KEY (order_id, line)
) WITHOUT ROWID;

CREATE TABLE order_history (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    from_status INTEGER NOT NULL,
    to_status INTEGER NOT NULL,
    user_id INTEGER,
    at INTEGER NOT NULL,
    note TEXT NOT NULL DEFAULT ''
);
CREATE INDEX order_history_order ON order_history (order_id);

-- Every change of stock is a row: the deltas of a product add up to its stock at every commit.
CREATE TABLE stock_ledger (
    id INTEGER PRIMARY KEY,
    product_id INTEGER NOT NULL REFERENCES products (id),
    delta INTEGER NOT NULL,
    stock_after INTEGER NOT NULL,
    cause INTEGER NOT NULL,
    order_id INTEGER,
    user_id INTEGER,
    note TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL
);
CREATE INDEX stock_ledger_product ON stock_ledger (product_id);
