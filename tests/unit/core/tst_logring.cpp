// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/logring.h"

#include "core/logging.h"
#include "core/loglevels.h"
#include "core/logtap.h"

#include <QTest>

#include <thread>

using namespace Qt::StringLiterals;
using namespace zg;

class TestLogRing final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersAndReads();
    void keepsTheNewestByCount();
    void keepsTheNewestByBytes();
    void cutsWhatIsVeryLong();
    void manyThreadsAddWhileOneReads();
    void tapKeepsWhatIsLogged();
    void tapFromManyThreads();
    void levelsCanBeSwitched();
    void unknownCategoryIsRefused();
};

namespace {

LogLine lineOf(const QByteArray& text)
{
    LogLine line;
    line.atMs = 1'760'000'000'000;
    line.category = "zhanggui.sql";
    line.text = text;
    return line;
}

int written = 0; // by the handler that was there before the tap

void count(QtMsgType, const QMessageLogContext&, const QString&)
{
    ++written;
}

} // namespace

void TestLogRing::numbersAndReads()
{
    LogRing ring;
    QCOMPARE(ring.lastNumber(), quint64(0));
    QVERIFY(ring.since(0, 10).isEmpty());
    for (const char* text : {"one", "two", "three", "four"})
        ring.add(lineOf(text));
    QCOMPARE(ring.lastNumber(), quint64(4));
    const auto all = ring.since(0, 100);
    QCOMPARE(all.size(), 4);
    QCOMPARE(all.first().number, quint64(1));
    QCOMPARE(all.last().text, "four"_ba);
    const auto some = ring.since(1, 2);
    QCOMPARE(some.size(), 2);
    QCOMPARE(some.first().text, "two"_ba);
    QCOMPARE(some.last().number, quint64(3));
    QVERIFY(ring.since(4, 100).isEmpty());
    QVERIFY(ring.since(99, 100).isEmpty());
    QVERIFY(ring.since(0, 0).isEmpty());
}

void TestLogRing::keepsTheNewestByCount()
{
    LogRing ring(100);
    for (int i = 1; i <= 250; ++i)
        ring.add(lineOf(QByteArray::number(i)));
    const auto lines = ring.since(10, 1'000); // what came next is gone: the first number tells
    QCOMPARE(lines.size(), 100);
    QCOMPARE(lines.first().number, quint64(151));
    QCOMPARE(lines.first().text, "151"_ba);
    QCOMPARE(ring.lastNumber(), quint64(250));
}

void TestLogRing::keepsTheNewestByBytes()
{
    constexpr qint64 limit = 20'000;
    LogRing ring(1'000'000, limit);
    for (int i = 0; i < 1'000; ++i)
        ring.add(lineOf(QByteArray(100 + i % 7, 'x')));
    QVERIFY(ring.bytes() <= limit);
    const auto lines = ring.since(0, 1'000);
    QVERIFY(lines.size() > 50 && lines.size() < 120);
    QCOMPARE(lines.last().number, quint64(1'000));
    ring.add(lineOf(QByteArray(15'000, 'y'))); // the newest stays, whatever its size
    ring.add(lineOf(QByteArray(15'000, 'z')));
    QCOMPARE(ring.since(0, 10).size(), 1);
    QCOMPARE(ring.since(0, 10).first().text.at(0), 'z');
}

void TestLogRing::cutsWhatIsVeryLong()
{
    LogRing ring;
    ring.add(lineOf(u"掌"_s.repeated(20'000).toUtf8()));
    const QByteArray text = ring.since(0, 1).first().text;
    QVERIFY(text.size() < 17'000);
    QVERIFY(text.endsWith("(cut)"));
    QVERIFY(!QString::fromUtf8(text).contains(QChar::ReplacementCharacter));
}

void TestLogRing::manyThreadsAddWhileOneReads()
{
    constexpr int threads = 4;
    constexpr int each = 5'000;
    LogRing ring(threads * each);
    std::vector<std::thread> writers;
    for (int t = 0; t < threads; ++t)
        writers.emplace_back([&ring, t] {
            for (int i = 0; i < each; ++i) {
                LogLine line = lineOf(QByteArray::number(t * each + i));
                line.thread = "writer-" + QByteArray::number(t);
                ring.add(std::move(line));
            }
        });
    QList<LogLine> read;
    while (read.size() < threads * each)
        read += ring.since(read.isEmpty() ? 0 : read.last().number, 300);
    for (auto& writer : writers)
        writer.join();
    QCOMPARE(ring.lastNumber(), quint64(threads * each));
    QSet<QByteArray> texts;
    for (qsizetype i = 0; i < read.size(); ++i) {
        QCOMPARE(read.at(i).number, quint64(i + 1));
        texts.insert(read.at(i).text);
    }
    QCOMPARE(texts.size(), threads * each); // each once
}

void TestLogRing::tapKeepsWhatIsLogged()
{
    LogRing ring;
    const auto before = qInstallMessageHandler(count);
    written = 0;
    {
        const LogTap tap(ring);
        qCWarning(lcSql, "pool: %d connections are out", 3);
        {
            const LogRequest of("req-17");
            qCInfo(lcShop, "an order was placed");
        }
        qCCritical(lcNode, "掌柜");
        qCDebug(lcSql, "not written, not kept");
        std::thread([] {
            pthread_setname_np(pthread_self(), "zg-io-0");
            qCInfo(lcHttp, "from another thread");
        }).join();
    }
    qCWarning(lcSql, "after the tap");
    qInstallMessageHandler(before);
    QCOMPARE(written, 5); // the handler of before wrote all, this one too
    const auto lines = ring.since(0, 100);
    QCOMPARE(lines.size(), 4);
    QCOMPARE(lines.at(0).text, "pool: 3 connections are out"_ba);
    QCOMPARE(lines.at(0).category, "zhanggui.sql"_ba);
    QVERIFY(lines.at(0).level == LogLevel::Warning);
    QCOMPARE(lines.at(0).thread, "main"_ba);
    QCOMPARE(lines.at(0).requestId, QByteArray());
    QVERIFY(lines.at(0).atMs > 1'760'000'000'000);
    QCOMPARE(lines.at(1).requestId, "req-17"_ba);
    QVERIFY(lines.at(1).level == LogLevel::Info);
    QVERIFY(lines.at(2).level == LogLevel::Critical);
    QCOMPARE(QString::fromUtf8(lines.at(2).text), u"掌柜"_s);
    QCOMPARE(lines.at(2).requestId, QByteArray()); // the scope has ended
    QCOMPARE(lines.at(3).thread, "io-0"_ba);
}

void TestLogRing::tapFromManyThreads()
{
    LogRing ring;
    const auto before = qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString&) {});
    std::vector<std::thread> writers;
    std::atomic<bool> hasEnded{false};
    {
        const LogTap tap(ring);
        for (int t = 0; t < 4; ++t)
            writers.emplace_back([t, &hasEnded] {
                for (int i = 0; !hasEnded || i < 500; ++i) {
                    const LogRequest of("request");
                    qCWarning(lcHttp, "line %d of thread %d", i, t);
                }
            });
        while (ring.lastNumber() < 1'000)
            std::this_thread::yield();
    } // while they go on
    const quint64 last = ring.lastNumber();
    hasEnded = true;
    for (auto& writer : writers)
        writer.join();
    qInstallMessageHandler(before);
    QCOMPARE(ring.lastNumber(), last);
    const auto lines = ring.since(0, 200'000);
    for (const LogLine& line : lines)
        QCOMPARE(line.requestId, "request"_ba);
}

void TestLogRing::levelsCanBeSwitched()
{
    QVERIFY(logCategories().contains("zhanggui.access"));
    QVERIFY(logLevel("zhanggui.access") == LogLevel::Warning); // no access log unless somebody wants it
    QVERIFY(logLevel("zhanggui.sql") == LogLevel::Info);
    QVERIFY(setLogLevel("zhanggui.sql", LogLevel::Debug));
    QVERIFY(lcSql().isDebugEnabled());
    QVERIFY(setLogLevel("zhanggui.access", LogLevel::Info));
    QVERIFY(lcAccess().isInfoEnabled() && !lcAccess().isDebugEnabled());
    QVERIFY(logLevel("zhanggui.sql") == LogLevel::Debug); // the others stay as they were
    QVERIFY(logLevel("zhanggui.node") == LogLevel::Info);
    QVERIFY(setLogLevel("zhanggui.sql", LogLevel::Critical));
    QVERIFY(!lcSql().isWarningEnabled() && lcSql().isCriticalEnabled());
    QVERIFY(setLogLevel("zhanggui.sql", LogLevel::Info));
    QVERIFY(setLogLevel("zhanggui.access", LogLevel::Warning));
    for (const QByteArray& category : logCategories())
        QVERIFY(logLevel(category) == (category == "zhanggui.access" ? LogLevel::Warning : LogLevel::Info));
}

void TestLogRing::unknownCategoryIsRefused()
{
    const auto set = setLogLevel("zhanggui.weather", LogLevel::Debug);
    QVERIFY(!set);
    QCOMPARE(set.error().field, u"category"_s);
}

QTEST_GUILESS_MAIN(TestLogRing)
#include "tst_logring.moc"
