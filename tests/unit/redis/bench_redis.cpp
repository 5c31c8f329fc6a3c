// SPDX-License-Identifier: GPL-3.0-or-later
// What a GET costs the thread that asks: processor time and round trip, by how many are under way at a time.
#include "core/qtexecutor.h"
#include "redis/client.h"
#include "support/redisserver.h"

#include <QCoreApplication>
#include <QEventLoop>

#include <cstdio>
#include <ctime>

using namespace zg;
using namespace zg::redis;

namespace {
double threadCpuUs()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e6 + double(time.tv_nsec) / 1e3;
}

void measure(Client& client, int lanes)
{
    constexpr int total = 100'000;
    QEventLoop loop;
    int left = lanes;
    const auto lane = [&]() -> Task<> {
        for (int i = 0; i < total / lanes; ++i) {
            const auto reply = co_await client.command(Command("GET", "zg:bench"));
            if (!reply)
                std::printf("failed: %s\n", qPrintable(reply.error().message));
        }
        if (--left == 0)
            loop.quit();
    };
    const auto began = std::chrono::steady_clock::now();
    const double cpu = threadCpuUs();
    for (int i = 0; i < lanes; ++i)
        lane();
    loop.exec();
    const double wallUs = std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - began).count();
    std::printf("%4d at a time: %5.2f us CPU each, %8.0f/s, round trip %6.1f us\n", lanes,
                (threadCpuUs() - cpu) / total, total / wallUs * 1e6, wallUs / total * lanes);
}
} // namespace

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    const QtExecutor executor;
    test::RedisServer server;
    RedisSettings settings;
    if (argc > 1)
        settings.url = QString::fromLocal8Bit(argv[1]);
    else if (server.start())
        settings.url = server.url();
    Client client(settings, "zg-bench");
    if (!client.open() || !client.isUp())
        return 1;
    (void)client.commandNow(Command("SET", "zg:bench", QByteArray(400, 'x')));
    for (const int lanes : {1, 4, 16, 64, 256})
        measure(client, lanes);
    return 0;
}
