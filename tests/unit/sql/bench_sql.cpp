// SPDX-License-Identifier: GPL-3.0-or-later
// bench_sql FOLDER: microseconds a point read, and durable jobs of three inserts a second by size of group.
#include "sql/database.h"

#include <QCoreApplication>
#include <QDir>

#include <atomic>
#include <cstdio>
#include <semaphore>
#include <thread>

using namespace zg;
using namespace zg::sql;
using namespace Qt::StringLiterals;

namespace {

using SteadyClock = std::chrono::steady_clock;

// Tables of its own, so that the figures stay comparable when the store's change.
constexpr char schema[] =
    "CREATE TABLE bench_products (id INTEGER PRIMARY KEY, name TEXT, category_id INTEGER, price INTEGER, stock INTEGER,"
    " sales INTEGER, version INTEGER, status INTEGER, image_url TEXT, description TEXT, created_at INTEGER, updated_at "
    "INTEGER);"
    "CREATE TABLE bench_orders (id INTEGER PRIMARY KEY, order_no TEXT UNIQUE, user_id INTEGER, total INTEGER, "
    "created_at INTEGER);"
    "CREATE INDEX bench_orders_user ON bench_orders (user_id, id);"
    "CREATE TABLE bench_items (order_id INTEGER, line INTEGER, product_id INTEGER, name TEXT, price INTEGER, quantity "
    "INTEGER,"
    " PRIMARY KEY (order_id, line)) WITHOUT ROWID;"
    "CREATE TABLE bench_ledger (id INTEGER PRIMARY KEY, product_id INTEGER, delta INTEGER, order_id INTEGER, "
    "created_at INTEGER);"
    "CREATE INDEX bench_ledger_product ON bench_ledger (product_id, id)";
constexpr Statement addProduct{"bench.product",
                               "INSERT INTO bench_products VALUES (NULL, ?, 1, ?, 1000000, 0, 1, 0,"
                               " 'https://example.com/picture.jpg', 'A description of some length', 0, 0)"};
constexpr Statement findProduct{
    "bench.find", "SELECT id, name, category_id, price, stock, sales, version, status, image_url, description,"
                  " created_at, updated_at FROM bench_products WHERE id = ?"};
constexpr Statement addOrder{"bench.order",
                             "INSERT INTO bench_orders (order_no, user_id, total, created_at) VALUES (?, ?, ?, ?)"};
constexpr Statement addItem{"bench.item", "INSERT INTO bench_items VALUES (?, 0, ?, ?, ?, 1)"};
constexpr Statement addEntry{"bench.entry",
                             "INSERT INTO bench_ledger (product_id, delta, order_id, created_at) VALUES (?, -1, ?, ?)"};

double microsecondsSince(SteadyClock::time_point begun, int count)
{
    return std::chrono::duration<double, std::micro>(SteadyClock::now() - begun).count() / count;
}

Result<qint64> order(Connection& connection, qint64 n)
{
    auto ordered = connection.exec(addOrder, u"ZG%1"_s.arg(n, 16, 10, QChar(u'0')), n % 200, qint64(1'000), n);
    if (!ordered)
        return ordered.error();
    const qint64 id = connection.lastInsertId();
    auto item = connection.exec(addItem, id, n % 1'000 + 1, u"product name"_s, qint64(1'000));
    if (!item)
        return item.error();
    auto entry = connection.exec(addEntry, n % 1'000 + 1, id, n);
    if (!entry)
        return entry.error();
    return id;
}

/// One order, asked for again as soon as it is answered, until `left` have been.
class OrderJob final : public WriteJob
{
public:
    OrderJob(GroupCommitter& committer, std::atomic<qint64>& next, std::atomic<int>& left, std::binary_semaphore& done)
        : m_committer(committer)
        , m_next(next)
        , m_left(left)
        , m_done(done)
    {
    }
    Result<void> apply(Connection& connection) override
    {
        auto made = order(connection, m_next++);
        if (!made)
            return made.error();
        return {};
    }
    void finish(Result<void> committed) override
    {
        if (!committed)
            qFatal("%s", qUtf8Printable(committed.error().message));
        const int left = --m_left;
        if (left > 0)
            m_committer.submit(std::make_unique<OrderJob>(m_committer, m_next, m_left, m_done));
        else if (left == 0)
            m_done.release();
    }

private:
    GroupCommitter& m_committer;
    std::atomic<qint64>& m_next;
    std::atomic<int>& m_left;
    std::binary_semaphore& m_done;
};

void benchReads(Database& database, int threads)
{
    constexpr int each = 200'000;
    const auto begun = SteadyClock::now();
    std::vector<std::thread> readers;
    std::atomic<qint64> sum{0};
    for (int t = 0; t < threads; ++t) {
        readers.emplace_back([&] {
            for (int i = 0; i < each; ++i) {
                auto found = database.readNow([&](Connection& connection) -> Result<qint64> {
                    auto rows = connection.query(findProduct, i % 1'000 + 1);
                    if (!rows)
                        return rows.error();
                    if (!rows->next())
                        return 0;
                    qint64 size = rows->bytes(1).size() + rows->bytes(8).size() + rows->bytes(9).size();
                    for (const int column : {0, 2, 3, 4, 5, 6, 7, 10, 11})
                        size += rows->integer(column);
                    return size;
                });
                sum += found.value_or(0);
            }
        });
    }
    for (auto& reader : readers)
        reader.join();
    std::printf("point read, %d threads: %.2f us each, %.0f/s\n", threads, microsecondsSince(begun, each),
                1e6 * threads / microsecondsSince(begun, each));
}

void benchOrders(Database& database, std::atomic<qint64>& next, int group)
{
    std::atomic<int> left{group == 1 ? 5'000 : group * 1'000};
    const int count = left;
    std::binary_semaphore done(0);
    const auto before = database.committer().figures();
    const auto begun = SteadyClock::now();
    for (int i = 0; i < group; ++i)
        database.committer().submit(std::make_unique<OrderJob>(database.committer(), next, left, done));
    done.acquire();
    const double each = microsecondsSince(begun, count);
    const auto after = database.committer().figures();
    std::printf("orders, %d at a time: %.0f/s (%.1f us each, %.1f a group, last commit %lld us)\n", group, 1e6 / each,
                each, double(after.jobs - before.jobs) / double(qMax<qint64>(1, after.groups - before.groups)),
                qlonglong(after.lastCommitUs));
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const QString folder = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QDir::tempPath();
    const QString path = folder + u"/bench-%1.db"_s.arg(QCoreApplication::applicationPid());
    {
        const auto opening = SteadyClock::now();
        Database database(u"sqlite:"_s + path, PoolSettings(), 4'096);
        if (const auto opened = database.open(); !opened) {
            std::fprintf(stderr, "%s\n", qUtf8Printable(opened.error().message));
            return 1;
        }
        std::printf("open: %.1f ms\n", microsecondsSince(opening, 1'000));
        database.maintain();
        const auto filled = database.writeNow([](Connection& connection) -> Result<void> {
            if (auto made = connection.execute(QString::fromLatin1(schema)); !made)
                return made;
            for (int i = 0; i < 1'000; ++i) {
                if (auto done = connection.exec(addProduct, u"product %1"_s.arg(i), i * 100); !done)
                    return done.error();
            }
            return {};
        });
        if (!filled) {
            std::fprintf(stderr, "%s\n", qUtf8Printable(filled.error().message));
            return 1;
        }
        std::atomic<qint64> next{1};
        for (const int threads : {1, 2})
            benchReads(database, threads);
        for (const int group : {1, 20, 100, 400})
            benchOrders(database, next, group);
    }
    QFile::remove(path);
    return 0;
}
