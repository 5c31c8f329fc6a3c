// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/shoppers.h"

#include <atomic>
#include <thread>

namespace zg::desk {

/// Customers who look, search, buy and err, so that the pages have something to show.
/// Thread: main; a thread of its own inside.
class Traffic final
{
public:
    explicit Traffic(quint16 port)
        : m_thread([this, port] { shop(port); })
    {
    }
    ~Traffic()
    {
        m_isOver = true;
        m_thread.join();
    }
    Q_DISABLE_COPY_MOVE(Traffic)

    int count() const { return m_count; } ///< of rounds

private:
    void shop(quint16 port)
    {
        test::HttpClient client(port);
        if (test::signIn(client, 11).isEmpty())
            return;
        for (int i = 0; !m_isOver; ++i) {
            const QByteArray product = QByteArray::number(1 + i * 37 % 900);
            const auto none = client.get("/api/v1/products/" + QByteArray::number(1'000'000 + i % 20));
            const auto one = client.get("/api/v1/products/" + product);
            const auto list = client.get("/api/v1/products?q=" + QByteArray::number(i % 90));
            const auto order =
                client.post("/api/v1/orders", "{\"items\":[{\"product_id\":" + product + ",\"quantity\":1}]}");
            if (i % 3 != 0)
                client.post("/api/v1/orders/" +
                                QByteArray::number(order.data().value(QLatin1String("id")).toInteger()) + "/pay",
                            "{}");
            ++m_count;
        }
    }

    std::atomic<bool> m_isOver = false;
    std::atomic<int> m_count = 0;
    std::thread m_thread; // last: it uses the others
};

} // namespace zg::desk
