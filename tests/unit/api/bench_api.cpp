// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/api/store.h"

#include <cstdio>

// What the API itself costs a request whose answer is in memory: no sockets, one thread.

using namespace zg;
using namespace zg::test;

namespace {

class Sink final : public http::Responder::Target
{
public:
    void answer(http::Reply reply) override { bytes += reply.body.size(); }
    qint64 bytes = 0;
};

void measure(Store& store, const char* name, const QByteArray& method, const QList<Asked>& asked)
{
    QList<http::RequestPtr> requests;
    for (const auto& each : asked) {
        requests += makeRequest(method, each);
        (void)store.send(method, each); // into memory
    }
    const auto sink = std::make_shared<Sink>();
    constexpr int rounds = 200'000;
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < rounds; ++i)
        store.api().handle(requests.at(i % requests.size()), http::Responder(sink));
    std::printf("%-20s %6.2f us (%lld bytes an answer)\n", name, double(timer.nsecsElapsed()) / 1000 / rounds,
                (long long)(sink->bytes / rounds));
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    Store store;
    for (int i = 0; i < 200; ++i)
        store.addProduct(
            "演示商品 " + QByteArray::number(i), 1'000'000, 990,
            R"(,"category_id":1,"image_url":"/static/img/p0001.jpg","description":"质量好，发货快。质量好，发货快。")");
    for (int i = 0; i < 20; ++i)
        (void)store.order(1 + i);
    QList<Asked> products, actions;
    for (int id = 1; id <= 200; ++id) {
        Asked asked;
        asked.target = "/api/v1/products/" + QByteArray::number(id);
        products += asked;
        asked.target = "/api/v1/action";
        asked.body = R"({"action":"product.get","data":{"id":)" + QByteArray::number(id) + "}}";
        actions += asked;
    }
    Asked list, orders, status, ping;
    list.target = "/api/v1/products?limit=20";
    orders.target = "/api/v1/orders";
    orders.token = store.customer;
    status.target = "/api/v1/status";
    ping.target = "/ping";
    measure(store, "ping", "GET", {ping});
    measure(store, "status", "GET", {status});
    measure(store, "product_get", "GET", products);
    measure(store, "action_product_get", "POST", actions);
    measure(store, "product_list", "GET", {list});
    measure(store, "order_list", "GET", {orders});
    return 0;
}
