// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/sqlitecommitter.h"
#include "unit/sql/sqlfixture.h"

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <mutex>

namespace zg::sql::test {

inline constexpr Statement insertId{"t.insert", "INSERT INTO t (id) VALUES (?)"};
inline constexpr Statement fillRow{"filler.insert", "INSERT INTO filler (data) VALUES (?)"};

using Work = std::function<Result<void>(Connection&)>;

inline Work insert(qint64 id)
{
    return [id](Connection& connection) -> Result<void> {
        auto done = connection.exec(insertId, id);
        if (!done)
            return done.error();
        return {};
    };
}
/// Writes about `pages` pages.
inline Work fill(int pages)
{
    return [pages](Connection& connection) -> Result<void> {
        const QByteArray page(4'000, 'x');
        for (int i = 0; i < pages; ++i) {
            if (auto done = connection.exec(fillRow, page); !done)
                return done.error();
        }
        return {};
    };
}

/// Holds a thread up until it is opened.
class Gate
{
public:
    Result<void> pass()
    {
        std::unique_lock lock(m_mutex);
        m_isEntered = true;
        m_changed.notify_all();
        m_changed.wait(lock, [this] { return m_isOpen; });
        return {};
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
    bool m_isEntered = false;
    bool m_isOpen = false;
};

/// A committer on a file of its own; collects what the jobs are answered, in order.
class CommitterFixture
{
public:
    static constexpr auto success = ErrorCode(255);

    explicit CommitterFixture(int maxQueued = 4'096)
        : committer([this] { return database.open(SqliteOptions::Role::Writer, 300ms); }, maxQueued)
    {
        committer.start(database.connect(SqliteOptions::Role::Writer));
    }
    ~CommitterFixture() { committer.stop(); }
    Q_DISABLE_COPY_MOVE(CommitterFixture)

    void submit(Work work, std::function<void()> onAnswer = {}, JobGroup* group = nullptr)
    {
        committer.submit(std::make_unique<Job>(*this, std::move(work), std::move(onAnswer), group));
    }
    QList<ErrorCode> answers() const
    {
        const std::lock_guard lock(m_mutex);
        return m_answers;
    }
    Error lastError() const
    {
        const std::lock_guard lock(m_mutex);
        return m_lastError;
    }
    qint64 maxLogBytes() const
    {
        const std::lock_guard lock(m_mutex);
        return m_maxLogBytes;
    }
    qint64 sum() { return number(*database.connect(), u"SELECT sum(id) FROM t"_s); }

    Fixture database{u"CREATE TABLE t (id INTEGER PRIMARY KEY); CREATE TABLE filler (data BLOB)"_s};
    SqliteCommitter committer;

private:
    class Job final : public WriteJob
    {
    public:
        Job(CommitterFixture& fixture, Work work, std::function<void()> onAnswer, JobGroup* group)
            : m_fixture(fixture)
            , m_work(std::move(work))
            , m_onAnswer(std::move(onAnswer))
            , m_group(group)
        {
        }
        Result<void> apply(Connection& connection) override { return m_work(connection); }
        void finish(Result<void> committed) override
        {
            if (m_onAnswer)
                m_onAnswer();
            const qint64 logBytes = QFileInfo(m_fixture.database.path() + u"-wal"_s).size();
            const std::lock_guard lock(m_fixture.m_mutex);
            m_fixture.m_maxLogBytes = std::max(m_fixture.m_maxLogBytes, logBytes);
            m_fixture.m_answers.append(committed ? success : committed.error().code);
            if (!committed)
                m_fixture.m_lastError = committed.error();
        }
        JobGroup* group() override { return m_group; }

    private:
        CommitterFixture& m_fixture;
        Work m_work;
        std::function<void()> m_onAnswer;
        JobGroup* m_group;
    };

    mutable std::mutex m_mutex; // guards the rest
    QList<ErrorCode> m_answers;
    Error m_lastError;
    qint64 m_maxLogBytes = 0;
};

/// Applies its jobs together, and counts.
class SumGroup final : public JobGroup
{
public:
    explicit SumGroup(const CommitterFixture& fixture)
        : m_fixture(fixture)
    {
    }
    Result<std::vector<Result<void>>> applyTogether(Connection& connection, std::span<WriteJob* const> jobs) override
    {
        runs.append(int(jobs.size()));
        std::vector<Result<void>> results;
        for (WriteJob* job : jobs)
            results.push_back(job->apply(connection));
        if (fails)
            return Error{ErrorCode::Internal, u"not together"_s};
        return results;
    }
    void committed(Connection&) override
    {
        ++commits;
        answersAtCommit = int(m_fixture.answers().size());
    }

    bool fails = false;
    QList<int> runs; // the committer's thread, read when all is answered
    int commits = 0;
    int answersAtCommit = -1;

private:
    const CommitterFixture& m_fixture;
};

} // namespace zg::sql::test
