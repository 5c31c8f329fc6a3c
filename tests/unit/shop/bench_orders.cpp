// SPDX-License-Identifier: GPL-3.0-or-later
// What an order costs the committer: bench_orders [FOLDER]. CPU time of the whole process divided by the orders.
#include "shop/demo.h"
#include "shop/invariants.h"
#include "shop/orderbatch.h"
#include "shop/orderquery.h"
#include "shop/orderreader.h"
#include "shop/productsearch.h"
#include "sql/database.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

#include <cstdio>
#include <ctime>
#include <random>

using namespace Qt::StringLiterals;
using namespace zg;
using namespace zg::shop;

namespace {
double cpuUs()
{
    timespec t{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return double(t.tv_sec) * 1e6 + double(t.tv_nsec) / 1e3;
}

OrderRequest request(std::mt19937& random, int items, int products, qint64 firstUser)
{
    static qint64 sequence = 0;
    NewOrder order;
    order.userId = UserId(firstUser + qint64(random() % 200));
    for (int i = 0; i < items; ++i)
        order.items.append(NewOrderItem{ProductId(1 + (i * 500 + qint64(random()) % 450) % products), 1});
    order.idempotencyKey = u"bench-%1"_s.arg(++sequence);
    return OrderRequest::make(order).value();
}

void orders(sql::Database& database, int group, int items, int products)
{
    std::mt19937 random(7);
    const int total = group == 1 ? 2000 : 20'000;
    double hash = -cpuUs();
    std::vector<OrderRequest> requests;
    requests.reserve(size_t(total));
    for (int i = 0; i < total; ++i)
        requests.push_back(request(random, items, products, 1));
    hash += cpuUs();
    QElapsedTimer wall;
    wall.start();
    double cpu = -cpuUs();
    for (int at = 0; at + group <= total; at += group) {
        std::vector<OrderRequest*> some;
        for (int i = 0; i < group; ++i)
            some.push_back(&requests[size_t(at + i)]);
        const auto done = database.writeNow([&](sql::Connection& connection) -> Result<int> {
            ChangeCollector changes;
            auto outcomes = OrderBatch(connection, Clock::system(), changes).run(some);
            if (!outcomes)
                return outcomes.error();
            return int(std::ranges::count_if(*outcomes, [](const auto& r) { return r.has_value(); }));
        });
        if (!done || *done != group)
            std::printf("failed: %s\n", done ? "some" : qPrintable(done.error().message));
    }
    cpu += cpuUs();
    std::printf("group %3d, %d item(s) of %4d products: %6.1f µs CPU an order, %6.1f µs wall, %5.1f µs to make ready\n",
                group, items, products, cpu / total, double(wall.nsecsElapsed()) / 1e3 / total, hash / total);
}

template <class Work>
void lists(sql::Database& database, const char* name, Work work)
{
    constexpr int times = 3000;
    double cpu = -cpuUs();
    for (int i = 0; i < times; ++i) {
        const auto done = database.readNow(work);
        if (!done)
            std::printf("failed: %s\n", qPrintable(done.error().message));
    }
    cpu += cpuUs();
    std::printf("%s: %.1f µs\n", name, cpu / times);
}

Result<int> readProducts(sql::Connection& connection, const ProductFilter& filter)
{
    const auto page = filter.text.isEmpty() ? readProductPage(connection, productPage(filter, {}, 21), filter.sort, 20)
                                            : searchProducts(connection, filter, {}, 20);
    return page ? Result<int>(int(page->items.size())) : Result<int>(page.error());
}
} // namespace

int main(int argc, char** argv)
{
    QTemporaryDir temporary;
    const auto folder = argc > 1 ? QString::fromLocal8Bit(argv[1]) : temporary.path();
    sql::Database database(u"sqlite:"_s + folder + u"/bench.db"_s, PoolSettings(), 4096);
    if (auto opened = database.open(); !opened) {
        std::printf("%s\n", qPrintable(opened.error().message));
        return 1;
    }
    QElapsedTimer timer;
    timer.start();
    if (auto done = seedDemo(database, Clock::system(), 1'000'000, u"h"_s, u"h"_s); !done) {
        std::printf("%s\n", qPrintable(done.error().message));
        return 1;
    }
    std::printf("demo: %lld ms\n", timer.elapsed());

    ProductFilter shelf;
    shelf.status = ProductStatus::OnSale;
    lists(database, "products, newest 20", [&](sql::Connection& c) { return readProducts(c, shelf); });
    auto cheap = shelf;
    cheap.sort = ProductSort::PriceAsc;
    lists(database, "products, cheapest 20", [&](sql::Connection& c) { return readProducts(c, cheap); });
    auto found = shelf;
    found.text = u"手机壳"_s;
    lists(database, "products, a search", [&](sql::Connection& c) { return readProducts(c, found); });
    lists(database, "a customer's 20 orders", [&](sql::Connection& c) -> Result<int> {
        auto rows = ownOrdersPage(UserId(7), {}, {}, 20).run(c);
        if (!rows)
            return rows.error();
        QList<Order> list;
        while (rows->next())
            list.append(orderFrom(*rows));
        if (auto done = attachItems(c, list); !done)
            return done.error();
        return int(list.size());
    });
    lists(database, "one product", [&](sql::Connection& c) { return readProduct(c, ProductId(77)); });
    for (const int group : {1, 20, 64, 100})
        orders(database, group, 1, 1000);
    orders(database, 64, 2, 1000);
    orders(database, 64, 1, 1);
    timer.restart();
    const auto violations = database.readNow([](sql::Connection& c) { return Invariants::check(c); });
    std::printf("invariants: %lld ms, %s\n", timer.elapsed(),
                violations ? qPrintable(violations->isEmpty() ? u"all hold"_s : violations->join(u'\n'))
                           : qPrintable(violations.error().message));
    return 0;
}
