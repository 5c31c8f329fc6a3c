// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/keeper.h"

#include "core/logging.h"
#include "telemetry/process.h"

#include <QSysInfo>

#include <pthread.h>

namespace zg::node {

using namespace Qt::StringLiterals;
using SteadyClock = std::chrono::steady_clock;

namespace {

constexpr std::chrono::seconds tickTime{1};
/// A port or a lock may be free again soon; asking this often costs nothing.
constexpr std::chrono::seconds retryTime{2};

Marker markerNow(Marker::Kind kind, const QString& text)
{
    Marker marker;
    marker.atMs = Clock::system().wallMs();
    marker.kind = kind;
    marker.text = text;
    return marker;
}

} // namespace

Keeper::Keeper(DeskSession& desk, std::function<void(State)> changed)
    : m_desk(desk)
    , m_changed(std::move(changed))
{
    m_thread = std::thread([this] { work(); });
}

Keeper::~Keeper()
{
    give(Order::Quit);
    m_thread.join();
}

void Keeper::give(Order order)
{
    {
        const std::lock_guard lock(m_mutex);
        m_orders.push_back(order);
    }
    m_wake.notify_all();
}

void Keeper::start(const Settings& settings)
{
    {
        const std::lock_guard lock(m_mutex);
        m_settings = settings;
    }
    give(Order::Start);
}

void Keeper::stop()
{
    give(Order::Stop);
}

void Keeper::waitUntilStopped()
{
    std::unique_lock lock(m_mutex);
    m_settled.wait(lock, [this] { return m_state == State::Stopped && m_orders.empty(); });
}

void Keeper::reloadCertificate()
{
    {
        const std::lock_guard lock(m_mutex);
        m_reloadWanted = true;
    }
    m_wake.notify_all();
}

void Keeper::work()
{
    pthread_setname_np(pthread_self(), "keeper");
    auto next = SteadyClock::now() + tickTime;
    for (;;) {
        Order order = Order::None;
        bool reload = false;
        Settings settings;
        {
            std::unique_lock lock(m_mutex);
            const auto isCalled = [this] { return !m_orders.empty() || m_reloadWanted || !m_flightsWanted.empty(); };
            if (m_core || m_retries)
                m_wake.wait_until(lock, next, isCalled);
            else
                m_wake.wait(lock, isCalled);
            if (!m_orders.empty()) {
                order = m_orders.front();
                m_orders.pop_front();
            }
            reload = std::exchange(m_reloadWanted, false);
            settings = m_settings;
        }
        if (order == Order::Start && !m_core) {
            open(settings, false);
            next = SteadyClock::now() + (m_core ? tickTime : retryTime);
        }
        writeFlights();
        if (order == Order::Stop || order == Order::Quit)
            close();
        if (order == Order::Quit)
            return;
        if (reload && m_core)
            m_core->reloadCertificate();
        if (SteadyClock::now() < next)
            continue;
        if (m_core)
            tick();
        else if (m_retries)
            open(settings, true);
        next = SteadyClock::now() + (m_core ? tickTime : retryTime);
    }
}

void Keeper::open(const Settings& settings, bool isRetry)
{
    if (!isRetry)
        setState(State::Starting);
    auto core = std::make_unique<NodeCore>(settings, m_series);
    const auto opened = core->open();
    if (!opened) {
        m_retries = opened.error().code != ErrorCode::InvalidArgument;
        if (!isRetry || opened.error() != problem())
            setState(State::Failed, opened.error());
        return;
    }
    m_retries = false;
    m_core = std::move(core);
    {
        const std::lock_guard lock(m_mutex);
        m_run = m_core.get();
        m_address = m_core->address();
        m_hints = m_core->hints();
    }
    m_desk.setCore(m_core.get());
    beginFlight(settings);
    m_series.mark(markerNow(Marker::Kind::Start, QStringLiteral(ZG_VERSION)));
    m_markers = {};
    setState(State::Serving);
}

void Keeper::close()
{
    m_retries = false;
    if (m_core) {
        setState(State::Stopping);
        {
            const std::lock_guard lock(m_mutex);
            m_run = nullptr;
            m_address.clear();
        }
        m_desk.setCore(nullptr);
        m_core->close();
        m_desk.waitUntilUnused();
        m_core.reset();
        if (m_recorder)
            m_recorder->end();
        m_recorder.reset();
    } else if (state() == State::Stopped) {
        m_changed(State::Stopped); // also when it never ran: who asked for a stop waits for this word
    }
    setState(State::Stopped);
}

void Keeper::tick()
{
    m_core->tick();
    for (const Marker& marker : m_markers.look(m_core->snapshot()))
        m_series.mark(marker);
    const bool isWell = m_core->isWell();
    const State now = state();
    if (!isWell && now == State::Serving) {
        const Error error(ErrorCode::DependencyDown,
                          u"the database does not answer; what is in memory is still served"_s);
        qCWarning(lcNode, "%ls", qUtf16Printable(error.message));
        m_series.mark(markerNow(Marker::Kind::Problem, error.message));
        setState(State::Degraded, error);
    } else if (isWell && now == State::Degraded) {
        qCInfo(lcNode, "the database answers again");
        m_series.mark(markerNow(Marker::Kind::Well, {}));
        setState(State::Serving);
    }
    tickFlight();
}

void Keeper::setState(State state, const Error& problem)
{
    {
        const std::lock_guard lock(m_mutex);
        const bool isNews = m_state != state || m_problem != problem;
        m_state = state;
        m_problem = problem;
        m_settled.notify_all();
        if (!isNews)
            return;
    }
    m_changed(state);
}

State Keeper::state() const
{
    const std::lock_guard lock(m_mutex);
    return m_state;
}

Error Keeper::problem() const
{
    const std::lock_guard lock(m_mutex);
    return m_problem;
}

QString Keeper::address() const
{
    const std::lock_guard lock(m_mutex);
    return m_address;
}

QStringList Keeper::hints() const
{
    const std::lock_guard lock(m_mutex);
    return m_hints;
}

Snapshot Keeper::snapshot() const
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_run)
            return m_run->snapshot();
    }
    Snapshot snapshot;
    snapshot.atMs = Clock::system().wallMs();
    snapshot.node = QSysInfo::machineHostName();
    snapshot.version = QStringLiteral(ZG_VERSION);
    snapshot.process = telemetry::processFigures();
    return snapshot;
}

std::optional<KeptRequests> Keeper::requests(quint64 revision) const
{
    const std::lock_guard lock(m_mutex);
    if (m_run)
        return m_run->requests(revision);
    return revision == 0 ? std::nullopt : std::optional(KeptRequests());
}

} // namespace zg::node
