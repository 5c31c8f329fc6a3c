// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/process.h"

#include <QDateTime>
#include <QTemporaryFile>
#include <QTest>

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

using namespace zg::telemetry;

class TestProcess final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void figuresArePlausible()
    {
        const auto figures = processFigures();
        QVERIFY(figures.residentBytes > 1'000'000 && figures.residentBytes < 4'000'000'000);
        QVERIFY(figures.threads >= 1);
        QVERIFY(figures.maxFiles >= figures.openFiles && figures.openFiles >= 3);
        QVERIFY(figures.uptimeS >= 0 && figures.uptimeS < 600);
        QVERIFY(qAbs(QDateTime::currentMSecsSinceEpoch() - figures.startedAtMs - qint64(figures.uptimeS * 1000)) <
                5000);
    }

    void followsWhatHappens()
    {
        const auto before = processFigures();
        QTemporaryFile files[3];
        for (auto& file : files)
            QVERIFY(file.open());
        std::mutex mutex;
        std::condition_variable wake;
        bool done = false;
        std::vector<std::thread> threads;
        for (int i = 0; i < 3; ++i) {
            threads.emplace_back([&] {
                std::unique_lock lock(mutex);
                wake.wait(lock, [&] { return done; });
            });
        }
        std::vector<char> memory(64 * 1024 * 1024, 'x');
        const auto during = processFigures();
        {
            const std::lock_guard lock(mutex);
            done = true;
        }
        wake.notify_all();
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(during.openFiles, before.openFiles + 3);
        QVERIFY(during.threads >= before.threads + 3);
        QVERIFY(during.residentBytes > before.residentBytes + qint64(memory.size()) / 2);
        QVERIFY(during.cpuSeconds >= before.cpuSeconds);
        QCOMPARE(during.startedAtMs, before.startedAtMs);
    }
};

QTEST_GUILESS_MAIN(TestProcess)
#include "tst_process.moc"
