// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pgchannel.h"

#include "core/logging.h"
#include "sql/pgaddress.h"
#include "sql/pgerror.h"
#include "sql/pgwait.h"

#include <QSet>

#include <libpq-fe.h>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>

namespace zg::sql {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

namespace {
constexpr auto dialTime = 700ms;     // of each address
constexpr auto answerTime = 400ms;   // a statement that only says something
constexpr auto firstPause = 50ms;    // after a try that failed; doubles
constexpr auto longestPause = 1s;    // whoever is cut off from the others reads the database for everything
constexpr size_t maxOutgoing = 5000; // some megabytes
constexpr size_t saidAtOnce = 256;

// A message has no characters that an array would need quoted.
QByteArray arrayOf(const std::vector<QByteArray>& messages)
{
    QByteArray text = "{";
    for (const QByteArray& message : messages)
        text.append(text.size() > 1 ? ",\"" : "\"").append(message).append('"');
    return text.append('}');
}
} // namespace

void PgChannel::Closing::operator()(PGconn* handle) const
{
    PQfinish(handle);
}

PgChannel::PgChannel(QString url, QByteArray channel, QByteArray life, Listener& listener)
    : m_url(std::move(url))
    , m_name(std::move(channel))
    , m_life(std::move(life))
    , m_listener(listener)
    , m_wake(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
{
}

PgChannel::~PgChannel()
{
    stop();
    ::close(m_wake);
}

void PgChannel::start()
{
    m_thread = std::thread([this] { run(); });
}

void PgChannel::stop()
{
    m_stopping.store(true);
    const quint64 one = 1;
    [[maybe_unused]] const auto written = ::write(m_wake, &one, sizeof one);
    if (m_thread.joinable())
        m_thread.join();
}

bool PgChannel::send(QByteArray message)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_takes)
            return false;
        if (m_outgoing.size() >= maxOutgoing) {
            m_overflowed = true; // the connection is given up, and what the others missed told by the next one
            return false;
        }
        m_outgoing.push_back(std::move(message));
        if (m_outgoing.size() > 1)
            return true; // it is awake, or will be
    }
    const quint64 one = 1;
    [[maybe_unused]] const auto written = ::write(m_wake, &one, sizeof one);
    return true;
}

void PgChannel::run()
{
    pthread_setname_np(pthread_self(), "pg-channel");
    bool isFirst = true;
    bool isLost = false;
    std::chrono::milliseconds pause = 0ms; // the first try after a loss comes at once
    while (!m_stopping.load()) {
        auto handle = dial();
        auto ready = handle ? listen(handle->get()) : Result<void>(handle.error());
        if (ready) {
            {
                const std::lock_guard lock(m_mutex);
                m_takes = true;
                m_overflowed = false;
                m_outgoing.clear();
            }
            m_connected.store(true, std::memory_order_release);
            m_listener.connected(std::exchange(isFirst, false));
            isLost = false;
            pause = 0ms;
            ready = serve(handle->get());
            m_connected.store(false, std::memory_order_release);
            const std::lock_guard lock(m_mutex);
            m_takes = false;
        } else {
            pause = std::clamp<std::chrono::milliseconds>(pause * 2, firstPause, longestPause);
        }
        if (m_stopping.load())
            break;
        if (!std::exchange(isLost, true)) {
            if (!ready)
                qCInfo(lcSql, "messages from other nodes are missed: %s", qUtf8Printable(ready.error().message));
            m_listener.lost();
        }
        wait(nullptr, SteadyClock::now() + pause);
    }
}

// ---- The connection

Result<PgChannel::Handle> PgChannel::dial()
{
    const auto addresses = pgAddresses(m_url);
    if (!addresses)
        return addresses.error();
    Error last(ErrorCode::DependencyDown, u"the database has no address"_s);
    for (const PgAddress& address : *addresses) {
        std::vector<const char*> words, values;
        const auto preset = [&](const char* word, const char* value) {
            for (const auto& option : address.options) {
                if (option.first == word)
                    return;
            }
            words.push_back(word);
            values.push_back(value);
        };
        for (const auto& [word, value] : address.options) {
            words.push_back(word.constData());
            values.push_back(value.constData());
        }
        preset("application_name", "zhanggui channel");
        preset("client_encoding", "UTF8");
        preset("target_session_attrs", "read-write");
        preset("tcp_user_timeout", "5000");
        words.push_back(nullptr);
        values.push_back(nullptr);
        Handle handle(PQconnectStartParams(words.data(), values.data(), 0));
        const PgWait patience(dialTime, &m_stopping);
        auto state = PGRES_POLLING_WRITING;
        while (handle && PQstatus(handle.get()) != CONNECTION_BAD && state != PGRES_POLLING_OK &&
               state != PGRES_POLLING_FAILED) {
            const auto waited =
                state == PGRES_POLLING_READING ? patience.readable(handle.get()) : patience.writable(handle.get());
            state = waited ? PQconnectPoll(handle.get()) : PGRES_POLLING_FAILED;
        }
        if (handle && state == PGRES_POLLING_OK && PQsetnonblocking(handle.get(), 1) == 0) {
            PQsetNoticeProcessor(
                handle.get(), [](void*, const char*) {}, nullptr);
            return handle;
        }
        last = pgError(handle.get(), address.shown);
    }
    return last;
}

/// Runs one statement to its end; messages that come meanwhile are kept by libpq.
Result<void> PgChannel::ask(PGconn* handle, const char* text, std::initializer_list<QByteArray> values,
                            QByteArray* answer)
{
    std::array<const char*, 2> parameters{};
    std::ranges::transform(values, parameters.begin(), [](const QByteArray& value) { return value.constData(); });
    if (PQsendQueryParams(handle, text, int(values.size()), nullptr, parameters.data(), nullptr, nullptr, 0) == 0)
        return pgError(handle, u"channel"_s);
    const PgWait patience(answerTime, nullptr);
    if (auto sent = patience.flushed(handle); !sent)
        return sent;
    Result<void> outcome;
    for (;;) {
        while (PQisBusy(handle)) {
            if (auto waited = patience.readable(handle); !waited)
                return waited;
            if (PQconsumeInput(handle) == 0)
                return pgError(handle, u"channel"_s);
        }
        const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQgetResult(handle), PQclear);
        if (!result)
            return outcome;
        if (!isGood(result.get()))
            outcome = pgError(result.get(), u"channel"_s);
        else if (answer && PQntuples(result.get()) > 0)
            *answer = PQgetvalue(result.get(), 0, 0);
    }
}

Result<void> PgChannel::listen(PGconn* handle)
{
    QByteArray schema;
    if (auto asked = ask(handle, "SELECT current_schema()", {}, &schema); !asked)
        return asked;
    m_channel = QByteArray(m_name + '_' + schema).left(63); // a longer name would be cut, with a notice
    m_said = m_heard = 0;
    const std::unique_ptr<char, decltype(&PQfreemem)> quoted(
        PQescapeIdentifier(handle, m_channel.constData(), size_t(m_channel.size())), PQfreemem);
    if (!quoted)
        return pgError(handle, u"channel"_s);
    return ask(handle, QByteArray("LISTEN ").append(quoted.get()).constData(), {});
}

Result<void> PgChannel::say(PGconn* handle, std::vector<QByteArray> messages)
{
    return ask(handle, "SELECT count(pg_notify($1, message)) FROM unnest($2::text[]) AS message",
               {m_channel, arrayOf(messages)});
}

/// Those that go in one transaction; of equal ones in it PostgreSQL passes one on. With m_mutex held.
std::vector<QByteArray> PgChannel::takeOutgoing()
{
    QSet<QByteArray> seen;
    auto end = m_outgoing.begin();
    while (end != m_outgoing.end() && size_t(seen.size()) < saidAtOnce && !seen.contains(*end))
        seen.insert(*end++);
    std::vector<QByteArray> messages(std::make_move_iterator(m_outgoing.begin()), std::make_move_iterator(end));
    m_outgoing.erase(m_outgoing.begin(), end);
    return messages;
}

/// @return when it has to be given up, or is to stop
Result<void> PgChannel::serve(PGconn* handle)
{
    auto nextLife = SteadyClock::now();
    for (;;) {
        const bool isLast = m_stopping.load();
        std::vector<QByteArray> messages;
        {
            const std::lock_guard lock(m_mutex);
            if (m_overflowed)
                return Error(ErrorCode::DependencyDown, u"more was to be said than the database takes"_s);
            messages = takeOutgoing();
            if (isLast && messages.empty())
                return {};
        }
        const bool isDue = SteadyClock::now() >= nextLife;
        if (isDue && !isLast) {
            if (m_said > m_heard)
                return Error(ErrorCode::DependencyDown, u"messages are not passed on"_s);
            messages.push_back(m_life);
            ++m_said;
            nextLife = SteadyClock::now() + lifeTime;
        }
        if (!messages.empty()) {
            if (auto said = say(handle, std::move(messages)); !said)
                return said;
        }
        if (isLast)
            continue;
        hear(handle);
        if (isDue)
            m_listener.ticked();
        {
            const std::lock_guard lock(m_mutex);
            if (!m_outgoing.empty())
                continue;
        }
        wait(handle, nextLife);
        if (PQconsumeInput(handle) == 0)
            return pgError(handle, u"channel"_s);
        hear(handle);
    }
}

void PgChannel::hear(PGconn* handle)
{
    while (const std::unique_ptr<PGnotify, decltype(&PQfreemem)> notice{PQnotifies(handle), PQfreemem}) {
        const QByteArrayView message(notice->extra);
        if (message == m_life)
            ++m_heard;
        else
            m_listener.received(message);
    }
}

void PgChannel::wait(PGconn* handle, SteadyClock::time_point until)
{
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - SteadyClock::now());
    std::array<pollfd, 2> entries{{{m_wake, POLLIN, 0}, {handle ? PQsocket(handle) : -1, POLLIN, 0}}};
    ::poll(entries.data(), entries.size(), int(std::max<qint64>(0, left.count())));
    quint64 count = 0;
    if (entries[0].revents && !m_stopping.load()) [[maybe_unused]]
        const auto taken = ::read(m_wake, &count, sizeof count);
}

} // namespace zg::sql
