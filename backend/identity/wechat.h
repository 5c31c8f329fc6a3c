// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/executor.h"
#include "core/result.h"
#include "core/task.h"
#include "resilience/circuitbreaker.h"

#include <QByteArray>
#include <QHash>
#include <QString>

#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace zg::identity {

class CodeExchanger;

/// Asks WeChat whose log-in code this is (jscode2session). WeChat takes a code once, so a code is exchanged once,
/// however many calls carry it: those under way share one exchange, and whose it was is remembered for five minutes.
/// While WeChat answers nothing, or nonsense, calls are refused at once and one at a time tries.
/// Thread: any with an executor; the HTTP client has a thread of its own, started with the first code.
class WeChat final
{
public:
    struct Options
    {
        QString base = QStringLiteral("https://api.weixin.qq.com"); ///< /sns/jscode2session is added
        QString appId;                                              ///< empty: there is no WeChat log-in
        QByteArray secret;
        std::chrono::milliseconds timeout{5'000}; ///< for the whole exchange
    };
    struct Figures
    {
        qint64 exchanges = 0; ///< requests sent to WeChat
        qint64 failures = 0;
        qint64 shared = 0; ///< calls answered by another call's exchange
        int underWay = 0;
        bool operator==(const Figures&) const = default;
    };

    explicit WeChat(Options options, const Clock& clock = Clock::system());
    ~WeChat(); ///< exchanges under way are answered ShuttingDown
    Q_DISABLE_COPY_MOVE(WeChat)

    /// @return the openid
    /// @errors InvalidArgument (code), WeChatError with errcode (0 when WeChat gave none: silence, not JSON, an HTTP
    /// error), DependencyDown when no app id is configured, Overloaded
    Task<Result<QString>> openid(QString code);

    void stop(); ///< answers what is under way with ShuttingDown, joins the thread; idempotent
    Figures figures() const;
    telemetry::BreakerFigures breaker() const { return m_breaker.figures(); }

private:
    using Waiter = Completion<Result<QString>>;
    struct Flight
    {
        std::vector<Waiter*> waiters;
        resilience::CircuitBreaker::Permit permit;
    };
    struct Known
    {
        QString openid;
        std::chrono::nanoseconds until{}; ///< monotonic
    };

    void join(const QString& code, Waiter& waiter);
    void settle(const QString& code, const Result<QString>& outcome);
    const QString* known(const QString& code);                 // with m_mutex held
    void remember(const QString& code, const QString& openid); // with m_mutex held

    const Options m_options;
    const Clock& m_clock;
    resilience::CircuitBreaker m_breaker;
    mutable std::mutex m_mutex; // guards all below
    std::unique_ptr<CodeExchanger> m_exchanger;
    std::map<QString, Flight> m_flights;
    QHash<QString, Known> m_known;
    std::deque<QString> m_knownOrder; ///< oldest first
    Figures m_figures;
    bool m_stopped = false;
};

} // namespace zg::identity
