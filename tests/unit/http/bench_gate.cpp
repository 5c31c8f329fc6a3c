// SPDX-License-Identifier: GPL-3.0-or-later
// What the gate alone costs a request: every request gets {"message":"pong"}.
// usage: bench_gate PORT [I/O THREADS]   ends with SIGTERM
#include "http/server.h"

#include <QCoreApplication>

#include <cstdio>

namespace {
class Pong final : public zg::http::Application
{
public:
    void handle(zg::http::RequestPtr, zg::http::Responder responder) override
    {
        static const QByteArray body = QByteArrayLiteral("{\"message\":\"pong\"}");
        responder.send(zg::http::Reply(body));
    }
    zg::http::Reply refusal(const zg::Error&, bool, QByteArrayView) const override
    {
        return zg::http::Reply(503, "{}");
    }
};
} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_NO_GLIB", "1");
    QCoreApplication app(argc, argv);
    zg::ServerSettings settings;
    settings.ioThreads = argc > 2 ? atoi(argv[2]) : 0;
    zg::http::Server server(settings);
    Pong pong;
    const auto started =
        server.start({{QStringLiteral("127.0.0.1"), quint16(argc > 1 ? atoi(argv[1]) : 9100), &pong, false}});
    if (!started) {
        std::fprintf(stderr, "%s\n", qPrintable(started.error().message));
        return 1;
    }
    std::printf("%s\n", qPrintable(server.address()));
    std::fflush(stdout);
    return app.exec();
}
