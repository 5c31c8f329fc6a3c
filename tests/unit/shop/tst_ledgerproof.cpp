// SPDX-License-Identifier: GPL-3.0-or-later
#include "store.h"

using namespace Qt::StringLiterals;
using namespace zg;
using namespace zg::shop;
using namespace std::chrono_literals;

class TestLedgerProof : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void whatACommitTouchedIsChecked();
    void aDriftIsToldOnceWithItsOrders();
    void aDriftFromBeforeIsFoundWithTheNextCommit();
    void aPassGoesOverAll();
    void aCleanPassEndsTheRed();
    void theNightBringsAPass();
    void anotherNodeDoesThePass();
    void nothingIsLostWhileTheDatabaseIsAway();

private:
    void shift(ProductId product, qint64 by); ///< the stock, behind the ledger's back
    telemetry::LedgerFigures figures() { return m_store->shop.ledgerProof().figures(); }

    std::unique_ptr<Store> m_store;
    UserId m_ann;
    ProductId m_tea, m_jam;
    bool m_isSpoilt = false;
};

void TestLedgerProof::init()
{
    m_store = std::make_unique<Store>();
    m_ann = m_store->addUser(u"ann"_s);
    m_tea = m_store->addProduct(u"tea"_s, 100, 1'000);
    m_jam = m_store->addProduct(u"jam"_s, 100, 1'000);
    m_isSpoilt = false;
}

void TestLedgerProof::cleanup()
{
    if (!m_isSpoilt)
        QCOMPARE(m_store->violations(), QStringList());
    m_store.reset();
}

void TestLedgerProof::shift(ProductId product, qint64 by)
{
    m_isSpoilt = true;
    static constexpr sql::Statement spoil{"test.spoil", "UPDATE products SET stock = stock + ? WHERE id = ?"};
    ZG_OK(m_store->database.writeNow(
        [&](sql::Connection& connection) { return connection.exec(spoil, by, product.value); }));
}

void TestLedgerProof::whatACommitTouchedIsChecked()
{
    ZG_OK(m_store->shop.ledgerProof().check());
    const auto before = figures();
    for (int i = 0; i < 20; ++i)
        ZG_OK(m_store->place(Store::order(m_ann, {{m_tea, 2}, {m_jam, 1}})));
    QCOMPARE(figures().due, 2); // each product once, however many commits there were
    ZG_OK(m_store->shop.ledgerProof().check());
    const auto after = figures();
    QCOMPARE(after.due, 0);
    QCOMPARE(after.products - before.products, 2);
    QCOMPARE(after.groups - before.groups, 20);
    QCOMPARE(after.drifts, 0);
    QCOMPARE(after.checkedAtMs, m_store->clock.wallMs());
    ZG_OK(m_store->place(Store::order(m_ann, {{m_tea, 3}}))); // on top of what is known
    ZG_OK(m_store->shop.ledgerProof().check());
    QCOMPARE(figures().drifts, 0);
}

void TestLedgerProof::aDriftIsToldOnceWithItsOrders()
{
    const auto first = m_store->place(Store::order(m_ann, {{m_tea, 2}}))->id;
    ZG_OK(m_store->shop.ledgerProof().check());
    shift(m_tea, 5);
    const auto second = m_store->place(Store::order(m_ann, {{m_tea, 1}}))->id;
    ZG_OK(m_store->shop.ledgerProof().check());
    QCOMPARE(figures().drifts, 1);
    QCOMPARE(figures().standing, 1);
    const auto drift = figures().last.constFirst();
    QCOMPARE(drift.productId, m_tea.value);
    QCOMPARE(drift.stock, 1'002);
    QCOMPARE(drift.ledger, 997);
    QCOMPARE(drift.orders, QList<qint64>({second.value, first.value}));
    ZG_OK(m_store->place(Store::order(m_ann, {{m_tea, 1}})));
    ZG_OK(m_store->shop.ledgerProof().check());
    QCOMPARE(figures().drifts, 1);
    QCOMPARE(figures().standing, 1); // still red
}

void TestLedgerProof::aDriftFromBeforeIsFoundWithTheNextCommit()
{
    shift(m_jam, -7);
    ZG_OK(m_store->place(Store::order(m_ann, {{m_jam, 1}}))); // nothing of jam is known yet: its whole ledger counts
    ZG_OK(m_store->shop.ledgerProof().check());
    QCOMPARE(figures().drifts, 1);
    QCOMPARE(figures().last.constFirst().stock, 992);
    QCOMPARE(figures().last.constFirst().ledger, 999);
}

void TestLedgerProof::aPassGoesOverAll()
{
    for (int i = 0; i < 120; ++i) // three slices
        (void)m_store->addProduct(u"thing %1"_s.arg(i), 100, 10);
    shift(m_jam, 1);
    ZG_OK(m_store->shop.ledgerProof().check());
    QCOMPARE(figures().passes, 0);
    m_store->shop.ledgerProof().startPass();
    QVERIFY(figures().isPassing);
    for (int i = 0; i < 100 && figures().passes == 0; ++i)
        ZG_OK(m_store->shop.ledgerProof().check());
    QCOMPARE(figures().passes, 1);
    QVERIFY(!figures().isPassing);
    QVERIFY(figures().passedProducts >= 122);
    QCOMPARE(figures().standing, 1);
    QCOMPARE(figures().last.constFirst().productId, m_jam.value);
}

void TestLedgerProof::aCleanPassEndsTheRed()
{
    shift(m_jam, 1);
    m_store->shop.ledgerProof().startPass();
    for (int i = 0; i < 100 && figures().passes == 0; ++i)
        ZG_OK(m_store->shop.ledgerProof().check());
    QCOMPARE(figures().standing, 1);
    shift(m_jam, -1);
    m_isSpoilt = false;
    m_store->shop.ledgerProof().startPass();
    for (int i = 0; i < 100 && figures().passes == 1; ++i)
        ZG_OK(m_store->shop.ledgerProof().check());
    QCOMPARE(figures().standing, 0);
    QCOMPARE(figures().drifts, 1); // since the start
}

void TestLedgerProof::theNightBringsAPass()
{
    ZG_OK(m_store->shop.ledgerProof().check());
    for (int hour = 0; hour < 48; ++hour) {
        m_store->clock.advance(1h);
        for (int i = 0; i < 5; ++i)
            ZG_OK(m_store->shop.ledgerProof().check());
    }
    QCOMPARE(figures().passes, 2);
}

void TestLedgerProof::anotherNodeDoesThePass()
{
    m_store->shop.ledgerProof().startPass();
    ZG_OK(m_store->shop.ledgerProof().check(false));
    QCOMPARE(figures().passes, 0);
    for (int i = 0; i < 100 && figures().passes == 0; ++i)
        ZG_OK(m_store->shop.ledgerProof().check(true));
    QCOMPARE(figures().passes, 1);
}

void TestLedgerProof::nothingIsLostWhileTheDatabaseIsAway()
{
    ZG_OK(m_store->place(Store::order(m_ann, {{m_tea, 2}})));
    m_store->database.close();
    const auto refused = m_store->shop.ledgerProof().check();
    QVERIFY(!refused);
    QCOMPARE(figures().due, 1);
    ZG_OK(m_store->database.open());
    ZG_OK(m_store->shop.ledgerProof().check());
    QCOMPARE(figures().due, 0);
}

QTEST_GUILESS_MAIN(TestLedgerProof)
#include "tst_ledgerproof.moc"
