// SPDX-License-Identifier: GPL-3.0-or-later
#include "resilience/loadshedder.h"

#include <QTest>

#include <algorithm>
#include <deque>
#include <random>
#include <thread>
#include <vector>

using namespace zg::resilience;
using namespace std::chrono_literals;
using std::chrono::nanoseconds;

namespace {
/// A queue with servers, on simulated time: what comes is queued if the shedder lets it, and reports its wait.
class Simulation
{
public:
    Simulation(LoadShedder& shedder, Queue queue, int servers)
        : m_shedder(shedder)
        , m_queue(queue)
        , m_freeAt(size_t(servers))
    {
    }

    bool arrive(nanoseconds now, nanoseconds service)
    {
        serve(now);
        if (!m_shedder.admits(m_queue, now)) {
            ++refused;
            return false;
        }
        m_waiting.push_back({now, service});
        serve(now);
        return true;
    }
    void serve(nanoseconds now)
    {
        while (!m_waiting.empty()) {
            auto& freeAt = *std::min_element(m_freeAt.begin(), m_freeAt.end());
            const auto start = std::max(freeAt, m_waiting.front().arrived);
            if (start > now)
                return;
            const auto wait = start - m_waiting.front().arrived;
            m_shedder.waited(m_queue, wait, start);
            longestWait = std::max(longestWait, wait);
            freeAt = start + m_waiting.front().service;
            finished.push_back(freeAt);
            m_waiting.pop_front();
        }
    }

    int refused = 0;
    nanoseconds longestWait{};
    std::deque<nanoseconds> finished; // when each that began is done

private:
    struct Job
    {
        nanoseconds arrived;
        nanoseconds service;
    };
    LoadShedder& m_shedder;
    const Queue m_queue;
    std::vector<nanoseconds> m_freeAt;
    std::deque<Job> m_waiting;
};

double admittedShare(const LoadShedder& shedder, Queue queue)
{
    return shedder.figures()[int(queue)].admitted;
}
} // namespace

class TestLoadShedder final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void overloadIsShedAndTheQueueStaysShort_data()
    {
        QTest::addColumn<double>("factor"); // of what the servers can do
        QTest::newRow("a little too much") << 1.3;
        QTest::newRow("twice") << 2.0;
        QTest::newRow("ten times") << 10.0;
    }
    void overloadIsShedAndTheQueueStaysShort()
    {
        QFETCH(double, factor);
        LoadShedder shedder(1 << 30);
        Simulation queue(shedder, Queue::Database, 2); // each a millisecond: 2000/s
        const auto gap = nanoseconds(qint64(500'000 / factor));
        nanoseconds now{};
        for (; now < 5s; now += gap)
            queue.arrive(now, 1ms);
        QVERIFY(queue.refused > 0);
        queue.longestWait = 0ns;
        queue.finished.clear();
        for (; now < 25s; now += gap)
            queue.arrive(now, 1ms);
        QVERIFY2(queue.longestWait < 700ms, qPrintable(QString::number(queue.longestWait / 1ms)));
        QVERIFY2(queue.finished.size() > 0.9 * 2000 * 20, qPrintable(QString::number(queue.finished.size())));

        // The crowd leaves: within seconds nobody is refused any more.
        for (const auto until = now + 5s; now < until; now += 1ms)
            queue.arrive(now, 1ms);
        QCOMPARE(admittedShare(shedder, Queue::Database), 1.0);
        queue.refused = 0;
        for (const auto until = now + 5s; now < until; now += 1ms)
            queue.arrive(now, 1ms);
        QCOMPARE(queue.refused, 0);
    }

    void honestClosedLoopsAreNotShed_data()
    {
        QTest::addColumn<int>("queue");
        QTest::addColumn<int>("clients");
        QTest::addColumn<int>("servers");
        QTest::addColumn<int>("leastMs");
        QTest::addColumn<int>("mostMs");
        QTest::newRow("8 sign in at once") << int(Queue::Password) << 8 << 2 << 50 << 90;
        QTest::newRow("20 sign in at once") << int(Queue::Password) << 20 << 2 << 50 << 90;
        QTest::newRow("100 read the database") << int(Queue::Database) << 100 << 2 << 1 << 2;
    }
    void honestClosedLoopsAreNotShed()
    {
        QFETCH(int, queue);
        QFETCH(int, clients);
        QFETCH(int, servers);
        QFETCH(int, leastMs);
        QFETCH(int, mostMs);
        std::mt19937 random(3);
        std::uniform_int_distribution<int> service(leastMs * 1000, mostMs * 1000);
        LoadShedder shedder(1 << 30);
        Simulation simulation(shedder, Queue(queue), servers);
        for (int i = 0; i < clients; ++i)
            simulation.arrive(0ns, std::chrono::microseconds(service(random)));
        for (int i = 0; i < 10'000; ++i) { // as soon as one is answered it asks again
            std::sort(simulation.finished.begin(), simulation.finished.end());
            const auto now = simulation.finished.front();
            simulation.finished.pop_front();
            QVERIFY(simulation.arrive(now, std::chrono::microseconds(service(random))));
        }
    }

    void groupCommitsInAClosedLoopAreNotShed_data()
    {
        QTest::addColumn<int>("clients");
        QTest::addColumn<int>("leastMs");
        QTest::addColumn<int>("mostMs");
        QTest::newRow("100 clients, 5 to 15 ms") << 100 << 5 << 15;
        QTest::newRow("1000 clients, 10 to 60 ms") << 1000 << 10 << 60;
        QTest::newRow("one commit in ten takes 300 ms") << 100 << 5 << 305;
    }
    void groupCommitsInAClosedLoopAreNotShed()
    {
        QFETCH(int, clients);
        QFETCH(int, leastMs);
        QFETCH(int, mostMs);
        std::mt19937 random(5);
        LoadShedder shedder(1 << 30);
        std::vector<nanoseconds> waiting(size_t(clients), 0ns);
        nanoseconds now{};
        for (int group = 0; group < 3000; ++group) {
            for (const auto arrived : waiting)
                shedder.waited(Queue::Commit, now - arrived, now);
            const bool isSlow = mostMs - leastMs > 200 ? random() % 10 == 0 : true;
            const int ms = isSlow ? leastMs + int(random() % unsigned(mostMs - leastMs + 1)) : leastMs;
            // Half are answered and ask again while the next group commits: they wait for a whole commit.
            const auto start = now;
            now += std::chrono::milliseconds(ms);
            for (size_t i = 0; i < waiting.size(); ++i)
                waiting[i] = i % 2 ? start + 200us : now - 100us;
            QVERIFY(shedder.admits(Queue::Commit, now));
        }
        QCOMPARE(shedder.figures()[int(Queue::Commit)].refused, 0);
    }

    void oneHiccupIsNoOverload()
    {
        LoadShedder shedder(10);
        nanoseconds now = 1s;
        for (int i = 0; i < 50; ++i)
            shedder.waited(Queue::Database, 400ms, now); // all who waited through one stall
        now += 300ms;
        QVERIFY(shedder.admits(Queue::Database, now));
        shedder.waited(Queue::Database, 1ms, now);
        QCOMPARE(admittedShare(shedder, Queue::Database), 1.0);
    }

    void anIdleQueueForgets()
    {
        LoadShedder shedder(10);
        nanoseconds now = 1s;
        for (int i = 0; i < 100; ++i, now += 50ms)
            shedder.waited(Queue::Database, 900ms, now);
        QVERIFY(admittedShare(shedder, Queue::Database) < 0.1);
        QVERIFY(shedder.figures()[int(Queue::Database)].waitUs >= 900'000);
        now += 10s;
        for (int i = 0; i < 100; ++i)
            QVERIFY(shedder.admits(Queue::Database, now));
        QCOMPARE(admittedShare(shedder, Queue::Database), 1.0);
    }

    void queuesAreTheirOwn()
    {
        LoadShedder shedder(10);
        nanoseconds now = 1s;
        for (int i = 0; i < 100; ++i, now += 50ms)
            shedder.waited(Queue::Database, 900ms, now);
        int refused = 0;
        for (int i = 0; i < 100; ++i) {
            QVERIFY(shedder.admits(Queue::Commit, now));
            const auto admitted = shedder.admit(Queue::Database, now);
            if (!admitted) {
                ++refused;
                QCOMPARE(admitted.error().code, zg::ErrorCode::Overloaded);
                QVERIFY(admitted.error().retryAfterS > 0);
                QVERIFY(admitted.error().message.contains(QStringLiteral("database")));
            }
        }
        QVERIFY(refused > 50);
        QCOMPARE(shedder.figures()[int(Queue::Database)].refused, refused);
    }

    void inFlightIsBounded()
    {
        LoadShedder shedder(3);
        QVERIFY(shedder.enter() && shedder.enter() && shedder.enter());
        QVERIFY(!shedder.enter());
        QCOMPARE(shedder.inFlight(), 3);
        shedder.leave();
        QVERIFY(shedder.enter());
    }

    void anyThreadMayReport()
    {
        LoadShedder shedder(2);
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&, t] {
                for (int i = 0; i < 20'000; ++i) {
                    const auto now = std::chrono::microseconds(i * 100 + t);
                    shedder.waited(Queue::Commit, std::chrono::milliseconds(i % 1000), now);
                    static_cast<void>(shedder.admits(Queue::Commit, now));
                    if (shedder.enter())
                        shedder.leave();
                    if (i % 1000 == 0)
                        static_cast<void>(shedder.figures());
                }
            });
        }
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(shedder.inFlight(), 0);
    }
};

QTEST_GUILESS_MAIN(TestLoadShedder)
#include "tst_loadshedder.moc"
