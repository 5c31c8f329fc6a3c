// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/wechat.h"

#include "identity/codeexchanger.h"

namespace zg::identity {

using namespace Qt::StringLiterals;

namespace {
constexpr qsizetype maxCodeLength = 256;      // WeChat's have 32 characters
constexpr std::chrono::minutes remembered{5}; // as long as WeChat itself lets a code live
constexpr size_t maxRemembered = 20'000;
constexpr qsizetype maxUnderWay = 500; // more than are answered in time: the rest are better told to come again
} // namespace

WeChat::WeChat(Options options, const Clock& clock)
    : m_options(std::move(options))
    , m_clock(clock)
    , m_breaker(u"wechat"_s, clock)
{
}

WeChat::~WeChat()
{
    stop();
}

Task<Result<QString>> WeChat::openid(QString code)
{
    if (code.isEmpty() || code.size() > maxCodeLength)
        co_return Result<QString>(Error::invalid(u"code"_s, u"a code has 1 to %1 characters"_s.arg(maxCodeLength)));
    if (m_options.appId.isEmpty())
        co_return Result<QString>(
            Error(ErrorCode::DependencyDown, u"WeChat log-in needs WECHAT_APPID and WECHAT_SECRET"_s));
    auto outcome = co_await awaitCompletion<Result<QString>>([this, &code](Waiter& waiter) { join(code, waiter); });
    co_return outcome;
}

void WeChat::join(const QString& code, Waiter& waiter)
{
    Result<QString> outcome = Error(ErrorCode::ShuttingDown);
    {
        const std::lock_guard lock(m_mutex);
        const auto flight = m_flights.find(code);
        if (const QString* openid = known(code)) {
            outcome = *openid;
            ++m_figures.shared;
        } else if (flight != m_flights.end()) {
            flight->second.waiters.push_back(&waiter);
            ++m_figures.shared;
            return;
        } else if (m_flights.size() >= maxUnderWay) {
            outcome =
                Error::retry(ErrorCode::Overloaded, 1, u"%1 WeChat log-ins are under way"_s.arg(m_flights.size()));
        } else if (m_stopped) {
            // ShuttingDown
        } else if (auto permit = m_breaker.enter(); !permit) {
            outcome = Error(ErrorCode::WeChatError, u"WeChat has not answered of late: "_s + permit.error().message);
        } else {
            if (!m_exchanger)
                m_exchanger = std::make_unique<CodeExchanger>(
                    m_options,
                    [this](const QString& answered, const Result<QString>& openid) { settle(answered, openid); });
            m_flights.emplace(code, Flight{{&waiter}, std::move(*permit)});
            ++m_figures.exchanges;
            m_exchanger->ask(code);
            return;
        }
    }
    waiter.fulfil(std::move(outcome));
}

void WeChat::settle(const QString& code, const Result<QString>& outcome)
{
    auto flight = [&] {
        const std::lock_guard lock(m_mutex);
        if (outcome)
            remember(code, *outcome);
        else
            ++m_figures.failures;
        return m_flights.extract(code);
    }();
    if (!flight)
        return;
    const bool isStopped = !outcome && outcome.error().code == ErrorCode::ShuttingDown;
    const bool isSilent = !outcome && outcome.error().errcode == 0; // a refusal of WeChat's own has a number
    if (!isStopped)
        isSilent ? flight.mapped().permit.failed() : flight.mapped().permit.succeeded();
    for (Waiter* waiter : flight.mapped().waiters)
        waiter->fulfil(outcome);
}

const QString* WeChat::known(const QString& code)
{
    const auto now = m_clock.monotonic();
    while (!m_knownOrder.empty() && m_known.value(m_knownOrder.front()).until <= now) {
        m_known.remove(m_knownOrder.front());
        m_knownOrder.pop_front();
    }
    const auto found = m_known.constFind(code);
    return found == m_known.cend() ? nullptr : &found->openid;
}

void WeChat::remember(const QString& code, const QString& openid)
{
    if (m_knownOrder.size() >= maxRemembered) {
        m_known.remove(m_knownOrder.front());
        m_knownOrder.pop_front();
    }
    Known entry;
    entry.openid = openid;
    entry.until = m_clock.monotonic() + remembered;
    m_known.insert(code, entry);
    m_knownOrder.push_back(code);
}

void WeChat::stop()
{
    std::unique_ptr<CodeExchanger> exchanger;
    {
        const std::lock_guard lock(m_mutex);
        m_stopped = true;
        exchanger = std::move(m_exchanger);
    }
    exchanger.reset(); // joins; what was under way is answered on its way out, which takes m_mutex
}

WeChat::Figures WeChat::figures() const
{
    const std::lock_guard lock(m_mutex);
    Figures figures = m_figures;
    figures.underWay = int(m_flights.size());
    return figures;
}

} // namespace zg::identity
