// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/transfer.h"

#include "sql/database.h"
#include "unit/sql/sqlfixture.h"

#include <QSet>

using namespace zg;
using namespace zg::sql;
using namespace zg::sql::test;

namespace {

/// One store of a test, open.
class Store
{
public:
    Store()
        : database(u"sqlite:"_s + folder.filePath(u"store.db"_s), PoolSettings(), 100)
    {
        open();
    }
    void open()
    {
        if (const auto opened = database.open(); !opened)
            qFatal("%s", qUtf8Printable(opened.error().message));
    }
    void execute(const QString& text)
    {
        const auto done = database.writeNow([&](Connection& connection) { return connection.execute(text); });
        if (!done)
            qFatal("%s", qUtf8Printable(done.error().message));
    }
    qint64 count(const QString& text)
    {
        return database.readNow([&](Connection& connection) -> Result<qint64> { return number(connection, text); })
            .value_or(-2);
    }
    bool isWhole() { return database.readNow(refuseUnfinishedTransfer).has_value(); }

    QTemporaryDir folder;
    Database database;
};

/// Everything that is hard to carry: absent and empty values, bytes, other scripts, quotes, batches that end with a
/// key.
void fill(Store& store, int products = 1500)
{
    store.execute(u"INSERT INTO users VALUES (1, 'ann', NULL, 'Ann', 'customer', '$2b$x', 0, 1, 2, NULL, NULL),"
                  " (9000000000000000000, NULL, 'o-1', '', 'admin', NULL, 1, 3, 4, 20000, 5);"
                  "INSERT INTO sessions VALUES ('s1', 1, 5, 6, NULL), ('s0', 1, 5, 6, 7);"
                  "UPDATE categories SET name = '零食', sort = 9 WHERE id = 1;"
                  "INSERT INTO categories VALUES (8, '🍵 tea', 8);"_s);
    store.execute(
        u"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1)"
        " INSERT INTO products SELECT i, '商品 ' || i || char(10) || '''\"', '商品', 1 + i % 8, i * 100, 1, 0, 1,"
        " i % 3, '', 'd', i, i FROM n;"
        "INSERT INTO product_grams SELECT '商', id FROM products;"
        "INSERT INTO product_grams SELECT '品', id FROM products WHERE id % 2 = 0;"
        "INSERT INTO product_grams SELECT '🍵', id FROM products WHERE id < 10;"
        "UPDATE products SET category_id = NULL WHERE id = 2;"_s.arg(products));
    store.execute(
        u"INSERT INTO orders VALUES (7, 'N7', 1, 0, 300, NULL, '', NULL, 1, 10, NULL, NULL, NULL, NULL, 'key', "
        u"x'00ff80', 1),"
        " (8, 'N8', 1, 1, 300, '{}', 'r', 't', 2, 10, 11, 12, 13, NULL, NULL, NULL, 2);"
        "INSERT INTO order_items VALUES (7, 0, 1, 'n', 100, 3), (7, 1, 2, 'm', 0, 1), (8, 0, 1, 'n', 100, 3);"
        "INSERT INTO order_history VALUES (1, 8, 0, 1, NULL, 11, '');"
        "INSERT INTO stock_ledger VALUES (1, 1, -3, 1, 1, 7, NULL, '', 10), (2, 1, 3, 4, 5, NULL, 1, 'by hand', 10);"
        "INSERT INTO product_edits VALUES (1, 1, 1, 12, '[]');"
        "INSERT INTO operations VALUES (1, 12, NULL, 'stock', '商品', 1, '[]', 'console');"_s);
}

} // namespace

class TestTransfer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Whoever adds a table or a column adds it to the transfer, or says here why not.
    void knowsTheWholeSchema()
    {
        static const QSet<QString> notTheStore{u"schema_migrations"_s, u"nodes"_s, u"leases"_s};
        Store store;
        QHash<QString, QStringList> known;
        for (const TransferTable& table : transferTables()) {
            for (const auto& column : table.columns)
                known[QString::fromLatin1(table.name)].append(QString::fromLatin1(column.name));
        }
        const auto checked = store.database.readNow([&](Connection& connection) -> Result<int> {
            auto rows = connection.runText(
                "test.schema",
                u"SELECT m.name, group_concat(c.name) FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type ="
                " 'table' AND m.name NOT LIKE 'sqlite_%' GROUP BY m.name"_s,
                {});
            if (!rows)
                return rows.error();
            int tables = 0;
            while (rows->next()) {
                if (notTheStore.contains(rows->text(0)))
                    continue;
                ++tables;
                if (known.value(rows->text(0)).join(u',') != rows->text(1))
                    return Error(ErrorCode::Internal, rows->text(0) + u": "_s + rows->text(1));
            }
            return tables;
        });
        QVERIFY2(checked, qPrintable(checked ? QString() : checked.error().message));
        QCOMPARE(*checked, int(transferTables().size()));
    }

    void movesEverything()
    {
        Store from;
        Store to;
        fill(from);
        QStringList said;
        const auto moved = Transfer(from.database, to.database, [&](const QString& line) { said.append(line); }).run();
        QVERIFY2(moved, qPrintable(moved ? QString() : moved.error().message));
        QVERIFY2(moved->contains(u"11 tables"_s), qPrintable(*moved));
        QVERIFY2(said.join(u'\n').contains(u"products: 1500 rows, checksum "_s), qPrintable(said.join(u'\n')));
        QCOMPARE(to.count(u"SELECT count(*) FROM products WHERE name LIKE '商品 %'"_s), 1500);
        QCOMPARE(to.count(u"SELECT count(*) FROM categories WHERE name = '零食' AND sort = 9"_s), 1);
        QCOMPARE(to.count(u"SELECT count(*) FROM orders WHERE idempotency_hash = x'00ff80' AND address IS NULL"_s), 1);
        QCOMPARE(to.count(u"SELECT count(*) FROM users WHERE openid IS NULL OR nickname = ''"_s), 2);
        QVERIFY(to.isWhole());
        const auto again = Transfer(from.database, to.database, [](const QString&) {}).run();
        QVERIFY(!again); // it is a store of its own now
        QCOMPARE(again.error().code, ErrorCode::Duplicate);
    }

    void goesOnWhereItWas_data()
    {
        QTest::addColumn<QString>("line");
        QTest::newRow("between two tables") << u"copied categories"_s;
        QTest::newRow("behind a key of two columns") << u"copied product_grams"_s;
        QTest::newRow("while comparing") << u"products: "_s;
    }
    void goesOnWhereItWas()
    {
        QFETCH(QString, line);
        Store from;
        Store to;
        fill(from);
        const auto cut = Transfer(from.database, to.database, [&](const QString& said) {
                             if (said.startsWith(line))
                                 to.database.close();
                         }).run();
        QVERIFY(!cut);
        to.open();
        QVERIFY(!to.isWhole()); // no node serves half a store
        const auto moved = Transfer(from.database, to.database, [](const QString&) {}).run();
        QVERIFY2(moved, qPrintable(moved ? QString() : moved.error().message));
        QVERIFY(to.isWhole());
        QCOMPARE(to.count(u"SELECT count(*) FROM product_grams"_s), 1500 + 750 + 9);
    }

    void findsADifference_data()
    {
        QTest::addColumn<QString>("tampering");
        QTest::addColumn<QString>("place");
        QTest::newRow("a value") << u"UPDATE users SET nickname = 'Eve' WHERE id = 1"_s << u"users (2 rows on both"_s;
        QTest::newRow("nothing for empty") << u"UPDATE users SET username = '' WHERE id > 1"_s << u"users (2 rows"_s;
        QTest::newRow("a row less") << u"DELETE FROM sessions WHERE sid = 's0'"_s << u"sessions (2 rows, 1 in"_s;
        QTest::newRow("a row more")
            << u"INSERT INTO users VALUES (5, 'x', NULL, '', 'staff', NULL, 0, 1, 1, NULL, NULL)"_s
            << u"users (2 rows, 3 in"_s;
        QTest::newRow("values changed about") << u"UPDATE users SET created_at = 4 - created_at"_s << u"users (2"_s;
    }
    void findsADifference()
    {
        QFETCH(QString, tampering);
        QFETCH(QString, place);
        Store from;
        Store to;
        fill(from, 10);
        QVERIFY(!Transfer(from.database, to.database, [&](const QString& said) {
                     if (said.startsWith(u"copied categories"_s))
                         to.database.close();
                 }).run());
        to.open();
        to.execute(tampering);
        const auto moved = Transfer(from.database, to.database, [](const QString&) {}).run();
        QVERIFY(!moved);
        QCOMPARE(moved.error().code, ErrorCode::VersionConflict);
        QVERIFY2(moved.error().message.contains(place), qPrintable(moved.error().message));
        QVERIFY(!to.isWhole());
    }

    void leavesAnotherStoreAlone()
    {
        Store from;
        Store to;
        fill(from, 10);
        fill(to, 20);
        const auto refused = Transfer(from.database, to.database, [](const QString&) {}).run();
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Duplicate);
        QCOMPARE(to.count(u"SELECT count(*) FROM products"_s), 20);
        QVERIFY(to.isWhole());
    }

    void doesNotMixTwoStores()
    {
        Store one;
        Store other;
        Store to;
        fill(one, 10);
        fill(other, 10);
        one.execute(u"UPDATE schema_migrations SET applied_at = applied_at + 1"_s); // made at another moment
        QVERIFY(!Transfer(one.database, to.database, [&](const QString& said) {
                     if (said.startsWith(u"copied categories"_s))
                         to.database.close();
                 }).run());
        to.open();
        const auto refused = Transfer(other.database, to.database, [](const QString&) {}).run();
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.contains(u"another store"_s), qPrintable(refused.error().message));
        QVERIFY(Transfer(one.database, to.database, [](const QString&) {}).run());
    }

    void digestsDoNotDependOnTheOrder()
    {
        const TransferTable& sessions = transferTables()[1];
        const TransferRow a{u"a"_s, 1, 2, 3, QVariant()};
        const TransferRow b{u"b"_s, 1, 2, 3, 4};
        TableDigest forth, back, twice;
        forth.add(sessions, a);
        forth.add(sessions, b);
        back.add(sessions, b);
        back.add(sessions, a);
        twice.add(sessions, a);
        twice.add(sessions, a);
        QCOMPARE(forth, back);
        QVERIFY(forth != twice);
        QCOMPARE(forth.hex().size(), 64);
    }
};

QTEST_GUILESS_MAIN(TestTransfer)
#include "tst_transfer.moc"
