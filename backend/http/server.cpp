// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/server.h"

#include "http/connection.h"
#include "http/iothread.h"
#include "http/listener.h"
#include "http/tlscontext.h"
#include "http/trustedproxies.h"

#include <QElapsedTimer>
#include <QThread>

#include <condition_variable>
#include <future>
#include <unistd.h>

namespace zg::http {

Server::Server(ServerSettings settings)
    : m_settings(std::move(settings))
{
}

Server::~Server()
{
    stop();
}

Result<void> Server::start(const QList<Endpoint>& endpoints)
{
    m_shared = std::make_unique<ServerShared>();
    m_proxies = std::make_unique<TrustedProxies>(m_settings.trustedProxies);
    m_shared->settings = &m_settings;
    m_shared->proxies = m_proxies.get();
    if (!m_settings.tlsCert.isEmpty()) {
        m_tls = std::make_unique<TlsContext>(m_settings.tlsCert, m_settings.tlsKey);
        if (auto loaded = m_tls->reload(); !loaded)
            return loaded;
        m_shared->tls = m_tls.get();
    }
    std::vector<ListenerSpec> specs;
    m_endpoints = endpoints;
    for (const Endpoint& endpoint : endpoints) {
        quint16 port = endpoint.port;
        const auto descriptor = listenOn(endpoint.host, port);
        if (!descriptor) {
            stop();
            return descriptor.error();
        }
        m_listeners.push_back(*descriptor);
        m_ports.push_back(port);
        specs.push_back({*descriptor, endpoint.application, endpoint.tls && m_tls});
    }
    const int threads = m_settings.ioThreads > 0 ? m_settings.ioThreads : qMax(1, QThread::idealThreadCount());
    for (int i = 0; i < threads; ++i) {
        m_threads.push_back(std::make_unique<IoThread>(*m_shared, specs, i));
        m_shared->threads.push_back(m_threads.back().get());
    }
    for (auto& thread : m_threads)
        thread->start();
    return {};
}

quint16 Server::port(int endpoint) const
{
    return size_t(endpoint) < m_ports.size() ? m_ports[size_t(endpoint)] : 0;
}

QString Server::address() const
{
    if (m_ports.empty())
        return {};
    const QString host = m_endpoints.first().host;
    return QStringLiteral("%1://%2:%3")
        .arg(m_tls ? QStringLiteral("https") : QStringLiteral("http"), host.contains(u':') ? u'[' + host + u']' : host)
        .arg(m_ports.front());
}

void Server::onEachThread(void (IoThread::*work)())
{
    std::promise<void> done;
    std::atomic<size_t> left{m_threads.size()};
    for (auto& thread : m_threads) {
        thread->call([&, thread = thread.get()] {
            (thread->*work)();
            if (left.fetch_sub(1) == 1)
                done.set_value();
        });
    }
    done.get_future().wait();
}

void Server::beginDrain()
{
    if (m_shared)
        m_shared->draining.store(true);
}

bool Server::drain(std::chrono::milliseconds limit)
{
    if (!m_shared || m_threads.empty())
        return true;
    m_shared->draining.store(true);
    // All threads have stopped accepting, then closed what was idle, before the first look at what is under way: what
    // one accepts another may have to serve.
    onEachThread(&IoThread::stopListening);
    onEachThread(&IoThread::drainConnections);
    for (const int descriptor : m_listeners)
        ::close(descriptor);
    m_listeners.clear();
    QElapsedTimer timer;
    timer.start();
    const auto isBusy = [](const auto& thread) { return thread->inFlight() > 0 || thread->sending() > 0; };
    while (std::any_of(m_threads.begin(), m_threads.end(), isBusy)) {
        if (timer.elapsed() > limit.count())
            return false;
        QThread::msleep(2);
    }
    return true;
}

void Server::run(std::function<void()> work)
{
    m_threads.back()->call(std::move(work)); // not the first: where there are few connections, they are there
}

void Server::stop()
{
    for (auto& thread : m_threads)
        thread->stop();
    for (auto& thread : m_threads) // all of them before the first goes: they hand each other sockets and coroutines
        thread->join();
    m_threads.clear();
    for (const int descriptor : m_listeners)
        ::close(descriptor);
    m_listeners.clear();
    m_ports.clear();
    if (m_shared)
        m_shared->threads.clear();
}

Result<void> Server::reloadCertificate()
{
    return m_tls ? m_tls->reload() : Result<void>();
}

Figures Server::figures() const
{
    Figures figures;
    if (!m_shared)
        return figures;
    for (const auto& thread : m_threads) {
        figures.connections += thread->connections();
        figures.inFlight += thread->inFlight();
        figures.loopLagUs = qMax(figures.loopLagUs, thread->takeLagUs());
    }
    figures.accepted = m_shared->accepted.load(std::memory_order_relaxed);
    figures.refusedConnections = m_shared->refusedConnections.load(std::memory_order_relaxed);
    figures.malformed = m_shared->malformed.load(std::memory_order_relaxed);
    figures.shed = m_shared->shed.load(std::memory_order_relaxed);
    return figures;
}

} // namespace zg::http
