// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pgcommitter.h"

#include "pgfixture.h"

#include <condition_variable>
#include <mutex>

using namespace zg;
using namespace zg::sql;
using namespace zg::sql::test;

namespace {
using Work = std::function<Result<void>(Connection&)>;
constexpr auto success = ErrorCode(255);
constexpr Statement insertId{"t.insert", "INSERT INTO t (id, tx) VALUES (?, txid_current())"};
constexpr Statement addTo{"t.add", "UPDATE t SET n = n + 1 WHERE id = ?"};

Result<void> outcomeOf(const Result<qint64>& done)
{
    return done ? Result<void>() : Result<void>(done.error());
}
Work insert(qint64 id)
{
    return [id](Connection& connection) { return outcomeOf(connection.exec(insertId, id)); };
}

/// Holds a thread up until it is opened.
class Gate
{
public:
    void pass()
    {
        std::unique_lock lock(m_mutex);
        m_isEntered = true;
        m_changed.notify_all();
        m_changed.wait(lock, [this] { return m_isOpen; });
    }
    void waitUntilEntered()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_isEntered; });
    }
    void open()
    {
        const std::lock_guard lock(m_mutex);
        m_isOpen = true;
        m_changed.notify_all();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_isEntered = false, m_isOpen = false;
};

/// Applies its jobs one after the other, and says of each what it said.
class Together final : public JobGroup
{
public:
    Result<std::vector<Result<void>>> applyTogether(Connection& connection, std::span<WriteJob* const> jobs) override
    {
        std::vector<Result<void>> results;
        for (WriteJob* job : jobs)
            results.push_back(job->apply(connection));
        return results;
    }
    void undone(Connection&) override { undos.fetch_add(1); }
    void committed(Connection&) override { commits.fetch_add(1); }
    std::atomic<int> undos{0}, commits{0};
};

/// A committer on a schema of its own; collects what the jobs are answered, by their number.
class Committing
{
public:
    explicit Committing(int maxQueued = 4'096)
        : committer([this] { return open(); }, maxQueued)
    {
        committer.start();
    }
    ~Committing() { committer.stop(); }
    Q_DISABLE_COPY_MOVE(Committing)

    void submit(int number, Work work, std::optional<quint64> lane = {})
    {
        {
            const std::lock_guard lock(m_mutex);
            ++m_submitted;
        }
        committer.submit(std::make_unique<Job>(*this, number, std::move(work), lane));
    }
    /// Waits for all answers. @return by number
    QMap<int, ErrorCode> answers()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_answers.size() == m_submitted; });
        return m_answers;
    }
    QList<int> order()
    {
        const std::lock_guard lock(m_mutex);
        return m_order;
    }
    qint64 ask(const QString& text) { return number(*database.connect(), text); }

    PgFixture database{u"CREATE TABLE t (id BIGINT PRIMARY KEY, n BIGINT NOT NULL DEFAULT 0, tx BIGINT)"_s};
    std::atomic<bool> isDown{false};
    Together group;
    PgCommitter committer;

private:
    class Job final : public WriteJob
    {
    public:
        Job(Committing& home, int number, Work work, std::optional<quint64> lane)
            : m_home(home)
            , m_number(number)
            , m_work(std::move(work))
            , m_lane(lane)
        {
        }
        Result<void> apply(Connection& connection) override { return m_work(connection); }
        void finish(Result<void> committed) override
        {
            const std::lock_guard lock(m_home.m_mutex);
            m_home.m_answers.insert(m_number, committed ? success : committed.error().code);
            m_home.m_order.append(m_number);
            m_home.m_changed.notify_all();
        }
        JobGroup* group() override { return m_lane ? &m_home.group : nullptr; }
        std::optional<quint64> lane() const override { return m_lane; }

    private:
        Committing& m_home;
        const int m_number;
        const Work m_work;
        const std::optional<quint64> m_lane;
    };
    Result<std::unique_ptr<PgConnection>> open()
    {
        if (isDown.load())
            return Error{ErrorCode::DependencyDown, u"down"_s};
        return database.open();
    }

    std::mutex m_mutex; // guards the rest
    std::condition_variable m_changed;
    qsizetype m_submitted = 0;
    QMap<int, ErrorCode> m_answers;
    QList<int> m_order;
};

Work passing(Gate& gate)
{
    return [&gate](Connection&) -> Result<void> {
        gate.pass();
        return {};
    };
}
} // namespace

class TestPgCommitter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatWaitsMeetsInOneTransaction()
    {
        Committing c;
        Gate gate;
        c.submit(0, passing(gate), 4);
        gate.waitUntilEntered();
        for (int i = 1; i <= 50; ++i)
            c.submit(i, insert(i), 4);
        gate.open();
        QCOMPARE(c.answers().values().count(success), 51);
        QCOMPARE(c.ask(u"SELECT count(*) FROM t"_s), 50);
        QCOMPARE(c.ask(u"SELECT count(DISTINCT tx) FROM t"_s), 1);
        QCOMPARE(c.committer.figures().lastGroup, 50);
        QCOMPARE(c.group.commits.load(), 2);
    }

    void singlesAreOneTransactionEach()
    {
        Committing c;
        for (int i = 1; i <= 20; ++i)
            c.submit(i, insert(i));
        QCOMPARE(c.answers().values().count(success), 20);
        QCOMPARE(c.ask(u"SELECT count(DISTINCT tx) FROM t"_s), 20);
    }

    /// One job's error is its own, also one that fails a whole transaction in PostgreSQL.
    void oneThatFailsSpoilsNoOther_data()
    {
        QTest::addColumn<bool>("isOfSql");
        QTest::newRow("refused") << false;
        QTest::newRow("failed in the database") << true;
    }
    void oneThatFailsSpoilsNoOther()
    {
        QFETCH(bool, isOfSql);
        Committing c;
        Gate gate;
        c.submit(0, passing(gate), 4);
        gate.waitUntilEntered();
        for (int i = 1; i <= 9; ++i) {
            if (i != 5)
                c.submit(i, insert(i), 4);
            else if (isOfSql)
                c.submit(5, insert(3), 4); // taken
            else
                c.submit(
                    5, [](Connection&) { return Result<void>(Error(ErrorCode::OutOfStock)); }, 4);
        }
        gate.open();
        const auto answers = c.answers();
        QCOMPARE(answers.value(5), isOfSql ? ErrorCode::Duplicate : ErrorCode::OutOfStock);
        QCOMPARE(answers.values().count(success), 9);
        QCOMPARE(c.ask(u"SELECT count(*) FROM t"_s), 8); // whoever was told success is there
    }

    /// A job that lets an error pass and claims success is not believed: its transaction keeps nothing.
    void anErrorThatWasLetPassIsNoSuccess()
    {
        Committing c;
        c.submit(1, [](Connection& connection) -> Result<void> {
            auto done = connection.exec(insertId, 1);
            done = connection.exec(insertId, 1);
            return {};
        });
        QVERIFY(c.answers().value(1) != success);
        QCOMPARE(c.ask(u"SELECT count(*) FROM t"_s), 0);
    }

    void aDuplicateIsAnswered_data()
    {
        QTest::addColumn<bool>("isLater");
        QTest::newRow("at once") << false;
        QTest::newRow("with the commit") << true;
    }
    void aDuplicateIsAnswered()
    {
        QFETCH(bool, isLater);
        Committing c;
        c.submit(1, insert(1));
        QCOMPARE(c.answers().value(1), success);
        c.submit(2, [isLater](Connection& connection) -> Result<void> {
            return isLater ? connection.execLater(insertId, 1) : outcomeOf(connection.exec(insertId, 1));
        });
        QCOMPARE(c.answers().value(2), ErrorCode::Duplicate);
    }

    void aCollisionOverAKeyIsDoneAgain()
    {
        Committing c;
        std::atomic<int> tries{0};
        c.submit(1, [&](Connection& connection) -> Result<void> {
            // The first time another node has been faster with the key, the second time it is seen.
            const qint64 id = tries.fetch_add(1) == 0 ? 7 : 8;
            if (auto other = c.ask(u"INSERT INTO t (id) VALUES (7) ON CONFLICT DO NOTHING RETURNING id"_s); other == 0)
                return Error(ErrorCode::Internal);
            return connection.execLater(insertId, id);
        });
        QCOMPARE(c.answers().value(1), success);
        QCOMPARE(tries.load(), 2);
        QCOMPARE(c.ask(u"SELECT count(*) FROM t"_s), 2);
    }

    void aDeadlockIsDoneAgain()
    {
        Committing c;
        auto setup = c.database.connect();
        QVERIFY(setup->execute(u"INSERT INTO t (id) VALUES (1), (2)"_s));
        // The other one asks second and waits the shorter time: ours is the one that is ended.
        auto options = c.database.options();
        for (auto& address : options.addresses) {
            for (auto& [word, value] : address.options) {
                if (word == "options")
                    value += " -c deadlock_timeout=30s";
            }
        }
        const auto other = c.database.connect(options);
        QVERIFY(other->execute(u"BEGIN"_s));
        QVERIFY(other->exec(addTo, 2));
        const qint64 backend = number(*other, u"SELECT pg_backend_pid()"_s);
        Gate gate;
        std::atomic<int> tries{0};
        c.submit(1, [&](Connection& connection) -> Result<void> {
            auto done = connection.exec(addTo, 1);
            if (tries.fetch_add(1) == 0)
                gate.pass();
            if (done)
                done = connection.exec(addTo, 2);
            if (!done) // someone who looks closer must not hide why
                done = connection.exec(addTo, 1);
            return outcomeOf(done);
        });
        gate.waitUntilEntered();
        std::thread crossing([&] {
            auto done = other->exec(addTo, 1);
            if (done)
                done = other->execute(u"COMMIT"_s) ? done : Result<qint64>(Error(ErrorCode::Internal));
            if (!done)
                qWarning("%s", qUtf8Printable(done.error().message));
        });
        const auto watcher = c.database.connect();
        const auto waits =
            u"SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND pid = %1"_s.arg(backend);
        QTRY_COMPARE_WITH_TIMEOUT(number(*watcher, waits), 1, 10'000);
        gate.open();
        const auto answers = c.answers();
        crossing.join();
        QCOMPARE(answers.value(1), success);
        QCOMPARE(tries.load(), 2);
        QCOMPARE(c.ask(u"SELECT sum(n) FROM t"_s), 4);
    }

    void theQueueIsBounded()
    {
        Committing c(3);
        Gate gate;
        c.submit(0, passing(gate), 4);
        gate.waitUntilEntered();
        for (int i = 1; i <= 5; ++i)
            c.submit(i, insert(i), 4);
        QCOMPARE(c.committer.figures().queued, 3);
        QCOMPARE(c.order(), (QList<int>{4, 5})); // refused at once
        gate.open();
        const auto answers = c.answers();
        QCOMPARE(answers.value(4), ErrorCode::Overloaded);
        QCOMPARE(answers.values().count(success), 4);
        QCOMPARE(c.committer.figures().refused, 2);
    }

    void stopCommitsWhatIsQueued()
    {
        Committing c;
        Gate gate;
        c.submit(0, passing(gate), 4);
        gate.waitUntilEntered();
        for (int i = 1; i <= 10; ++i)
            c.submit(i, insert(i), 4);
        std::thread opener([&gate] { gate.open(); });
        c.committer.stop();
        opener.join();
        QCOMPARE(c.answers().values().count(success), 11);
        QCOMPARE(c.ask(u"SELECT count(*) FROM t"_s), 10);
        c.submit(11, insert(11), 4);
        QCOMPARE(c.answers().value(11), ErrorCode::ShuttingDown);
    }

    void aLostConnectionIsToldAndHeals()
    {
        Committing c;
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"writes fail"_s));
        c.submit(1, [&c](Connection& connection) -> Result<void> {
            if (auto done = connection.exec(insertId, 1); !done)
                return done.error();
            c.database.terminate(number(connection, u"SELECT pg_backend_pid()"_s));
            return outcomeOf(connection.exec(insertId, 2));
        });
        QCOMPARE(c.answers().value(1), ErrorCode::DependencyDown);
        QVERIFY(!c.committer.isHealthy());
        c.isDown = true;
        c.submit(2, insert(2));
        QCOMPARE(c.answers().value(2), ErrorCode::DependencyDown);
        c.isDown = false;
        c.submit(3, insert(3));
        QCOMPARE(c.answers().value(3), success);
        QVERIFY(c.committer.isHealthy());
        QCOMPARE(c.ask(u"SELECT count(*) FROM t"_s), 1);
    }

    void whatAJobThrowsIsItsOwn()
    {
        Committing c;
        c.submit(1, [](Connection&) -> Result<void> { throw std::runtime_error("oops"); });
        c.submit(2, insert(2));
        QCOMPARE(c.answers().value(1), ErrorCode::Internal);
        QCOMPARE(c.answers().value(2), success);
    }
};

QTEST_GUILESS_MAIN(TestPgCommitter)
#include "tst_pgcommitter.moc"
