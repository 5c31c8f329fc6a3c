// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/jobrunner.h"

#include <exception>

#include <sqlite3.h>

namespace zg::sql {

using namespace Qt::StringLiterals;

namespace {

constexpr Statement rollback{"committer.rollback", "ROLLBACK"};
constexpr Statement beginAgain{"committer.begin", "BEGIN IMMEDIATE"};
constexpr Statement savepoint{"committer.savepoint", "SAVEPOINT job"};
constexpr Statement release{"committer.release", "RELEASE job"};
constexpr Statement rollbackTo{"committer.rollback_to", "ROLLBACK TO job"};

/// What a job throws is its own failure, not the committer's end.
template <class Call>
std::invoke_result_t<Call> guarded(Call call)
{
    try {
        return call();
    } catch (const std::exception& exception) {
        return Error{ErrorCode::Internal, u"a write threw: "_s + QString::fromUtf8(exception.what())};
    }
}

/// How many jobs from `first` on are of one group.
size_t neighbours(std::span<WriteJob* const> jobs, size_t first)
{
    JobGroup* const group = jobs[first]->group();
    size_t count = 1;
    while (group && first + count < jobs.size() && jobs[first + count]->group() == group)
        ++count;
    return count;
}

} // namespace

Result<void> JobRunner::run(std::span<WriteJob* const> jobs, std::span<Result<void>> results)
{
    const auto done = runBare(jobs, results);
    if (!done)
        return done.error();
    if (*done)
        return {};
    if (m_connection.isInTransaction()) {
        if (auto undone = m_connection.exec(rollback); !undone)
            return undone.error();
    }
    for (WriteJob* const job : jobs) {
        if (job->group())
            job->group()->undone(m_connection);
    }
    if (auto begun = m_connection.exec(beginAgain); !begun)
        return begun.error();
    return runGuarded(jobs, results);
}

/// @return false when something was written that must not stay: the transaction has to be undone
Result<bool> JobRunner::runBare(std::span<WriteJob* const> jobs, std::span<Result<void>> results)
{
    for (size_t first = 0; first < jobs.size();) {
        const size_t count = neighbours(jobs, first);
        const auto changes = sqlite3_total_changes64(m_connection.handle());
        bool isWhole = false;
        if (count > 1) {
            auto outcome =
                guarded([&] { return jobs[first]->group()->applyTogether(m_connection, jobs.subspan(first, count)); });
            isWhole = outcome && !m_connection.takeFailure() && outcome->size() == count;
            if (isWhole)
                std::move(outcome->begin(), outcome->end(), results.begin() + ptrdiff_t(first));
        } else {
            results[first] = guarded([&] { return jobs[first]->apply(m_connection); });
            const bool hasWritten = sqlite3_total_changes64(m_connection.handle()) != changes;
            isWhole = !m_connection.takeFailure() && (results[first] || !hasWritten);
        }
        if (!isWhole || !m_connection.isInTransaction())
            return false;
        first += count;
    }
    return true;
}

Result<void> JobRunner::runGuarded(std::span<WriteJob* const> jobs, std::span<Result<void>> results)
{
    for (size_t first = 0; first < jobs.size();) {
        const size_t count = neighbours(jobs, first);
        auto done = count > 1
                        ? runTogether(*jobs[first]->group(), jobs.subspan(first, count), results.subspan(first, count))
                        : runAlone(*jobs[first], results[first]);
        if (!done)
            return done;
        first += count;
    }
    return {};
}

Result<void> JobRunner::runTogether(JobGroup& group, std::span<WriteJob* const> jobs, std::span<Result<void>> results)
{
    if (auto begun = m_connection.exec(savepoint); !begun)
        return begun.error();
    auto outcome = guarded([&] { return group.applyTogether(m_connection, jobs); });
    auto failure = m_connection.takeFailure();
    if (!outcome)
        failure = outcome.error();
    const bool isWhole = outcome && !failure && outcome->size() == jobs.size();
    if (auto ended = end(isWhole, failure); !ended)
        return ended;
    if (isWhole) {
        std::move(outcome->begin(), outcome->end(), results.begin());
        return {};
    }
    for (size_t i = 0; i < jobs.size(); ++i) {
        if (auto done = runAlone(*jobs[i], results[i]); !done)
            return done;
    }
    return {};
}

Result<void> JobRunner::runAlone(WriteJob& job, Result<void>& result)
{
    if (auto begun = m_connection.exec(savepoint); !begun)
        return begun.error();
    result = guarded([&] { return job.apply(m_connection); });
    if (auto failure = m_connection.takeFailure(); failure && result)
        result = *failure;
    return end(result.has_value(), result ? std::nullopt : std::optional(result.error()));
}

Result<void> JobRunner::end(bool keep, const std::optional<Error>& cause)
{
    // SQLite ends the whole transaction by itself after some disk errors: then nothing of the group is left.
    if (!m_connection.isInTransaction())
        return cause.value_or(Error{ErrorCode::DependencyDown, u"the database gave up the transaction"_s});
    if (!keep) {
        if (auto undone = m_connection.exec(rollbackTo); !undone)
            return undone.error();
    }
    if (auto released = m_connection.exec(release); !released)
        return released.error();
    return {};
}

} // namespace zg::sql
