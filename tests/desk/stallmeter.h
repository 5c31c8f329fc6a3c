// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QEvent>
#include <QObject>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

namespace zg::desk {

/// How long the main thread lets an event wait: one is sent every five milliseconds, as a key or a click would be.
/// Thread: main; the events come from a thread of its own.
class StallMeter final : public QObject
{
public:
    StallMeter()
        : m_thread([this] { beat(); })
    {
    }
    ~StallMeter() override
    {
        m_isOver = true;
        m_thread.join();
    }
    Q_DISABLE_COPY_MOVE(StallMeter)

    struct Waits
    {
        size_t count = 0;
        double longestMs = 0, p99Ms = 0;
    };
    /// Of the events since the last call.
    Waits take()
    {
        std::sort(m_waits.begin(), m_waits.end());
        Waits waits{m_waits.size(), 0, 0};
        if (!m_waits.empty()) {
            waits.longestMs = m_waits.back();
            waits.p99Ms = m_waits[m_waits.size() * 99 / 100];
        }
        m_waits.clear();
        return waits;
    }

protected:
    bool event(QEvent* event) override
    {
        if (event->type() != QEvent::User)
            return QObject::event(event);
        const auto waited = Clock::now() - static_cast<Beat*>(event)->sent;
        m_waits.push_back(std::chrono::duration<double, std::milli>(waited).count());
        m_isUnderWay = false;
        return true;
    }

private:
    using Clock = std::chrono::steady_clock;
    struct Beat final : QEvent
    {
        Beat()
            : QEvent(QEvent::User)
        {
        }
        Clock::time_point sent = Clock::now();
    };

    void beat()
    {
        while (!m_isOver) {
            if (!m_isUnderWay.exchange(true))
                QCoreApplication::postEvent(this, new Beat);
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }

    std::vector<double> m_waits;
    std::atomic<bool> m_isOver = false;
    std::atomic<bool> m_isUnderWay = false;
    std::thread m_thread; // last: it uses the others
};

} // namespace zg::desk
