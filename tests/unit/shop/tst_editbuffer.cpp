// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/productquery.h"
#include "shop/writer.h"
#include "store.h"

using namespace zg;
using namespace zg::shop;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {
/// Holds the committer back, after the commit and before anybody hears of it.
class Holder final : public ChangeListener
{
public:
    void committed(const ChangeSet&) override
    {
        std::unique_lock lock(m_mutex);
        m_isHeld = m_isArmed;
        m_wake.notify_all();
        m_wake.wait(lock, [this] { return !m_isArmed; });
    }
    void arm()
    {
        const std::lock_guard lock(m_mutex);
        m_isArmed = true;
        m_isHeld = false;
    }
    void waitUntilHeld()
    {
        std::unique_lock lock(m_mutex);
        m_wake.wait(lock, [this] { return m_isHeld; });
    }
    void release()
    {
        const std::lock_guard lock(m_mutex);
        m_isArmed = false;
        m_wake.notify_all();
    }

private:
    std::mutex m_mutex; // guards what follows
    std::condition_variable m_wake;
    bool m_isArmed = false, m_isHeld = false;
};
} // namespace

/// Edits that are answered before they are written: whoever asks is told what was answered.
class TestEditBuffer final : public QObject
{
    Q_OBJECT

    static BehindSettings behind(std::chrono::milliseconds delay, int products = 256)
    {
        BehindSettings settings;
        settings.delay = delay;
        settings.products = products;
        return settings;
    }
    void open(const BehindSettings& settings)
    {
        m_store = std::make_unique<Store>(1'760'000'000'000, CachePolicy::WriteBehind, settings);
        m_store->shop.addListener(m_holder);
        m_ann = m_store->addUser(u"ann"_s, u"staff"_s);
        m_bob = m_store->addUser(u"bob"_s, u"staff"_s);
        m_tea = m_store->addProduct(u"tea"_s, 100, 10);
    }
    Result<Product> edit(ProductId id, qint64 version, qint64 price, UserId by, const QString& name = {})
    {
        ProductPatch patch;
        patch.version = version;
        patch.priceFen = price;
        if (!name.isNull())
            patch.name = name;
        return m_store->wait(m_store->shop.products().update(id, patch, by));
    }
    /// As it is in the database.
    Product row(ProductId id)
    {
        return m_store->database.readNow([id](sql::Connection& c) { return readProduct(c, id); }).value();
    }
    telemetry::WriteBehindFigures figures() { return m_store->shop.writeBehind(); }
    Products& products() { return m_store->shop.products(); }

    Holder m_holder;
    std::unique_ptr<Store> m_store;
    UserId m_ann, m_bob;
    ProductId m_tea;

private Q_SLOTS:
    void init() { open(behind(1h)); }
    void cleanup()
    {
        m_store->shop.settle();
        QCOMPARE(m_store->violations(), QStringList());
        m_store.reset();
    }

    void isAnsweredFirst()
    {
        const auto edited = edit(m_tea, 1, 77, m_ann);
        ZG_OK(edited);
        QCOMPARE(edited->version, 2);
        QCOMPARE(edited->priceFen, 77);
        QCOMPARE(row(m_tea).priceFen, 100);
        QCOMPARE(m_store->product(m_tea), *edited);
        m_store->clock.advance(1500ms);
        QCOMPARE(figures().queued, 1);
        QCOMPARE(figures().oldestMs, 1500);
        ZG_OK(m_store->wait(products().settle(m_tea)));
        QCOMPARE(row(m_tea), *edited);
        QCOMPARE(m_store->product(m_tea), *edited);
        QCOMPARE(figures().queued, 0);
        QCOMPARE(figures().oldestMs, 0);
        QCOMPARE(figures().written, 1);
    }

    void severalAreWrittenTogether()
    {
        ZG_OK(edit(m_tea, 1, 77, m_ann, u"green tea"_s));
        ZG_FAILS(edit(m_tea, 1, 78, m_bob), VersionConflict);
        const auto last = edit(m_tea, 2, 79, m_bob);
        ZG_OK(last);
        QCOMPARE(last->version, 3);
        QCOMPARE(last->name, u"green tea"_s);
        QCOMPARE(figures().queued, 1);
        QCOMPARE(figures().coalesced, 1);
        const auto history = m_store->wait(products().history(m_tea, {}, 10));
        ZG_OK(history);
        QCOMPARE(row(m_tea), *last);
        QCOMPARE(figures().written, 2);
        // Who changed what is kept apart: bob's price, ann's name and price, the beginning.
        QCOMPARE(history->items.size(), 3);
        QCOMPARE(history->items[0].by, m_bob);
        QCOMPARE(history->items[0].edits, (QList<FieldChange>{{u"price"_s, u"77"_s, u"79"_s}}));
        QCOMPARE(history->items[1].by, m_ann);
        QCOMPARE(history->items[1].edits.size(), 2);
        ProductFilter green;
        green.text = u"green"_s;
        QCOMPARE(m_store->wait(products().list(green, {}, 5))->items, QList<Product>{*last});
    }

    void whoNeedsItHasItWritten_data()
    {
        QTest::addColumn<QString>("who");
        for (const char* who : {"list", "ledger", "history", "order", "stock", "delete"})
            QTest::newRow(who) << QString::fromLatin1(who);
    }
    void whoNeedsItHasItWritten()
    {
        QFETCH(QString, who);
        ZG_OK(edit(m_tea, 1, 77, m_ann));
        if (who == u"list"_s) {
            QCOMPARE(m_store->wait(products().list({}, {}, 5))->items.first().priceFen, 77);
        } else if (who == u"ledger"_s) {
            ZG_OK(m_store->wait(products().ledger(m_tea, {}, 5)));
        } else if (who == u"history"_s) {
            QCOMPARE(m_store->wait(products().history(m_tea, {}, 5))->items.size(), 2);
        } else if (who == u"order"_s) {
            const auto order = m_store->place(Store::order(m_ann, {{m_tea, 2}}));
            ZG_OK(order);
            QCOMPARE(order->totalFen, 154);
        } else if (who == u"stock"_s) {
            const auto counted = m_store->wait(products().adjustStock(m_tea, 1, u"x"_s, m_ann));
            ZG_OK(counted);
            QCOMPARE(counted->version, 3);
        } else {
            ZG_OK(m_store->wait(products().remove(m_tea, m_ann)));
            ZG_FAILS(edit(m_tea, 3, 5, m_ann), NotFound);
        }
        QCOMPARE(row(m_tea).priceFen, 77);
        QCOMPARE(figures().queued, 0);
    }

    void otherOrdersDoNotWait()
    {
        const auto coffee = m_store->addProduct(u"coffee"_s);
        ZG_OK(edit(m_tea, 1, 77, m_ann));
        ZG_OK(m_store->place(Store::order(m_ann, {{coffee, 1}})));
        QCOMPARE(figures().queued, 1);
    }

    /// Stock that comes back counts the row on while an edit waits: nothing of either is lost.
    void countedMeanwhile()
    {
        const auto order = m_store->place(Store::order(m_ann, {{m_tea, 2}}));
        ZG_OK(order);
        const auto edited = edit(m_tea, 2, 77, m_ann);
        ZG_OK(edited);
        QCOMPARE(edited->stock, 8);
        ZG_OK(m_store->wait(m_store->shop.orders().cancel(order->id, m_ann)));
        const auto seen = m_store->product(m_tea);
        QCOMPARE(seen.stock, 10);
        QCOMPARE(seen.priceFen, 77);
        QVERIFY(seen.version >= edited->version);
        ZG_OK(m_store->wait(products().settle(m_tea)));
        const auto written = row(m_tea);
        QCOMPARE(written.stock, 10);
        QCOMPARE(written.priceFen, 77);
        QVERIFY(written.version > edited->version); // two changes, two versions
    }

    /// While edits are written: they are told once, further ones wait, and so does whoever needs them written.
    void whileItIsWritten_data()
    {
        QTest::addColumn<bool>("editsOn");
        QTest::newRow("nothing more") << false;
        QTest::newRow("a further edit") << true;
    }
    void whileItIsWritten()
    {
        QFETCH(bool, editsOn);
        const auto first = edit(m_tea, 1, 77, m_ann);
        ZG_OK(first);
        m_holder.arm();
        std::atomic<int> settled{0};
        const auto settle = [&] {
            WaitingExecutor executor;
            settled += executor.wait(products().settle(m_tea)).has_value();
        };
        std::thread one(settle);
        m_holder.waitUntilHeld();
        QCOMPARE(row(m_tea), *first);
        QCOMPARE(m_store->product(m_tea), *first); // not a version further
        const auto second = editsOn ? edit(m_tea, 2, 78, m_ann) : first;
        ZG_OK(second);
        QCOMPARE(m_store->product(m_tea), *second);
        std::thread two(settle);
        while (figures().waiters == 0)
            std::this_thread::yield();
        m_holder.release();
        one.join();
        two.join();
        QCOMPARE(settled.load(), 2);
        QCOMPARE(row(m_tea), *second);
        QCOMPARE(figures().queued, 0);
        QCOMPARE(m_store->wait(products().history(m_tea, {}, 10))->items.size(), editsOn ? 3 : 2);
    }

    void takesOnlyWhatWasSeen()
    {
        Writer writer(m_store->database, m_store->clock);
        EditBuffer buffer(writer, m_store->clock, behind(1h));
        ProductPatch patch;
        patch.priceFen = 77;
        QVERIFY(buffer.take(m_tea, nullptr, {patch, m_ann, 1}, 2) == EditBuffer::Taken::Yes);
        const auto seen = buffer.overlay(m_tea);
        QCOMPARE(seen->version, 2);
        QVERIFY(buffer.take(m_tea, nullptr, {patch, m_bob, 1}, 2) == EditBuffer::Taken::Changed);
        QVERIFY(buffer.overlay(m_tea) == seen);
        QVERIFY(buffer.take(m_tea, seen, {patch, m_bob, 1}, 3) == EditBuffer::Taken::Yes);
        QVERIFY(buffer.take(m_tea, seen, {patch, m_bob, 1}, 3) == EditBuffer::Taken::Changed);
    }

    void aVersionIsEditedOnce()
    {
        std::mutex mutex;
        QList<qint64> versions;
        std::vector<std::thread> editors;
        for (int i = 0; i < 4; ++i) {
            editors.emplace_back([&, i] {
                WaitingExecutor executor;
                for (int n = 0; n < 60; ++n) {
                    ProductPatch patch;
                    patch.version = executor.wait(products().find(m_tea)).value().version;
                    patch.priceFen = i;
                    const auto edited = executor.wait(products().update(m_tea, patch, m_ann));
                    if (!edited)
                        continue;
                    const std::lock_guard lock(mutex);
                    versions.append(edited->version);
                }
            });
        }
        for (auto& editor : editors)
            editor.join();
        std::ranges::sort(versions);
        QCOMPARE(versions.last(), 1 + versions.size());
        QVERIFY(std::ranges::adjacent_find(versions) == versions.end());
        ZG_OK(m_store->wait(products().settle(m_tea)));
        QCOMPARE(row(m_tea).version, versions.last());
    }

    void theQueueEnds()
    {
        cleanup();
        open(behind(1h, 1));
        const auto coffee = m_store->addProduct(u"coffee"_s);
        ZG_OK(edit(m_tea, 1, 77, m_ann));
        ZG_OK(edit(coffee, 1, 88, m_ann));
        QCOMPARE(row(m_tea).priceFen, 100);
        QCOMPARE(row(coffee).priceFen, 88); // written at once
        QCOMPARE(figures().overflowed, 1);
        ZG_OK(edit(m_tea, 2, 78, m_ann)); // joins what waits
        QCOMPARE(figures().queued, 1);
    }

    void wrongEditsAreRefusedAtOnce()
    {
        ProductPatch patch;
        patch.version = 1;
        patch.categoryId = CategoryId(999);
        ZG_FAILS(m_store->wait(products().update(m_tea, patch, m_ann)), InvalidArgument);
        ZG_FAILS(edit(m_tea, 7, 5, m_ann), VersionConflict);
        ZG_FAILS(edit(ProductId(999), 1, 5, m_ann), NotFound);
        QCOMPARE(figures().queued, 0);
    }

    void afterTheDelay()
    {
        cleanup();
        open(behind(1ms));
        ZG_OK(edit(m_tea, 1, 77, m_ann));
        QTRY_COMPARE(row(m_tea).priceFen, 77);
    }

    void keptWhileTheDatabaseIsAway()
    {
        ZG_OK(edit(m_tea, 1, 77, m_ann));
        m_store->database.close();
        ZG_FAILS(m_store->wait(products().settle(m_tea)), ShuttingDown);
        QCOMPARE(figures().queued, 1);
        QCOMPARE(figures().failed, 1);
        ZG_OK(m_store->database.open());
        QCOMPARE(row(m_tea).priceFen, 100);
        QCOMPARE(m_store->product(m_tea).priceFen, 77);
        ZG_OK(m_store->wait(products().settle(m_tea)));
        QCOMPARE(row(m_tea).priceFen, 77);
    }

    void writtenAtTheEnd()
    {
        ZG_OK(edit(m_tea, 1, 77, m_ann));
        m_store->shop.settle();
        QCOMPARE(row(m_tea).priceFen, 77);
        ZG_OK(edit(m_tea, 2, 78, m_ann)); // from now on at once
        QCOMPARE(row(m_tea).priceFen, 78);
    }

    /// Edits, orders and reads from several threads: a reader never sees less than what was answered before he asked,
    /// and never one edit's version with another's price.
    void answeredIsSeen()
    {
        cleanup();
        open(behind(1ms));
        std::atomic<qint64> answered{1};
        std::array<std::atomic<qint64>, 1000> priceOf{}; // by version, as answered
        std::atomic<bool> isOver{false};
        std::atomic<int> wrong{0};
        std::vector<std::thread> readers;
        for (int i = 0; i < 2; ++i) {
            readers.emplace_back([&] {
                WaitingExecutor executor;
                while (!isOver) {
                    const qint64 floor = answered;
                    const auto seen = executor.wait(products().find(m_tea));
                    if (!seen || seen->version < floor)
                        ++wrong;
                    const qint64 price = seen ? priceOf[size_t(seen->version)].load() : 0;
                    if (price != 0 && price != seen->priceFen)
                        ++wrong;
                }
            });
        }
        for (int i = 0; i < 300; ++i) {
            const auto edited = edit(m_tea, m_store->product(m_tea).version, 100 + i, m_ann);
            ZG_OK(edited);
            priceOf[size_t(edited->version)] = edited->priceFen;
            answered = edited->version;
            if (i % 40 == 0) {
                const auto order = m_store->place(Store::order(m_ann, {{m_tea, 1}}));
                ZG_OK(order);
                QCOMPARE(order->totalFen, 100 + i);
            }
        }
        isOver = true;
        for (auto& reader : readers)
            reader.join();
        QCOMPARE(wrong.load(), 0);
    }
};

QTEST_GUILESS_MAIN(TestEditBuffer)
#include "tst_editbuffer.moc"
