// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/settings.h"
#include "http/application.h"

#include <QList>
#include <QObject>

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace zg::http {

class IoThread;
struct ServerShared;
class TlsContext;
class TrustedProxies;

/// One address to listen on and what is served there.
struct Endpoint
{
    QString host;
    quint16 port = 0;
    Application* application = nullptr;
    bool tls = true; ///< with the certificate, when there is one
};

struct Figures
{
    int connections = 0;
    int inFlight = 0;
    qint64 accepted = 0;
    qint64 refusedConnections = 0; ///< over the limit
    qint64 malformed = 0;          ///< 400, 408, 413, 431 of the gate's own
    qint64 shed = 0;               ///< 503 of the gate's own
    qint64 loopLagUs = 0;          ///< the longest a request waited for its thread since the last call
    bool operator==(const Figures&) const = default;
};

/// The listeners and their I/O threads.
/// Thread: one owner; figures() any.
class Server final
{
public:
    explicit Server(ServerSettings settings);
    ~Server();
    Q_DISABLE_COPY_MOVE(Server)

    /// Binds and starts. The first endpoint's address is what address() tells.
    /// @errors DependencyDown: the address is taken or cannot be had, the certificate cannot be read – in one sentence
    Result<void> start(const QList<Endpoint>& endpoints);
    quint16 port(int endpoint = 0) const;
    QString address() const; ///< "http://127.0.0.1:8080"

    /// From now on each answer ends its connection; new ones are still accepted and served. For a balancer, which then
    /// has no connection left open on which to send a request into the closing door.
    void beginDrain();
    /// Stops accepting, closes idle connections, answers what is under way with Connection: close.
    /// @return false when some requests were still under way after `limit`
    bool drain(std::chrono::milliseconds limit);
    /// Closes all and joins. Coroutines that still wait must have been woken before: stop workers and committer first.
    void stop();

    /// Reads the certificate again; the old one stays when the new one cannot be read.
    Result<void> reloadCertificate();
    Figures figures() const;
    /// Runs `work` on one of the I/O threads, soon: coroutines that it starts go on there. Between start() and stop().
    void run(std::function<void()> work);

private:
    void onEachThread(void (IoThread::*work)()); ///< and waits for all of them

    const ServerSettings m_settings;
    std::unique_ptr<ServerShared> m_shared;
    std::unique_ptr<TlsContext> m_tls;
    std::unique_ptr<TrustedProxies> m_proxies;
    std::vector<std::unique_ptr<IoThread>> m_threads;
    std::vector<int> m_listeners; // descriptors, by endpoint
    QList<Endpoint> m_endpoints;
    std::vector<quint16> m_ports;
};

} // namespace zg::http
