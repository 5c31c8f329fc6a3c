// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/jobrunner.h"

#include <exception>

namespace zg::sql {

using namespace Qt::StringLiterals;

namespace {

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

} // namespace

Result<void> JobRunner::run(std::span<WriteJob* const> jobs, std::span<Result<void>> results)
{
    for (size_t first = 0; first < jobs.size();) {
        JobGroup* const group = jobs[first]->group();
        size_t count = 1;
        while (group && first + count < jobs.size() && jobs[first + count]->group() == group)
            ++count;
        auto done = count > 1 ? runTogether(*group, jobs.subspan(first, count), results.subspan(first, count))
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
    const auto failure = m_connection.takeFailure();
    const bool isWhole = outcome && !failure && outcome->size() == jobs.size();
    if (auto ended = end(isWhole); !ended)
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
    return end(result.has_value());
}

Result<void> JobRunner::end(bool keep)
{
    // SQLite ends the whole transaction by itself after some disk errors: then nothing of the group is left.
    if (!m_connection.isInTransaction())
        return Error{ErrorCode::DependencyDown, u"the database gave up the transaction"_s};
    if (!keep) {
        if (auto undone = m_connection.exec(rollbackTo); !undone)
            return undone.error();
    }
    if (auto released = m_connection.exec(release); !released)
        return released.error();
    return {};
}

} // namespace zg::sql
