// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pgtransaction.h"

#include "core/logging.h"

#include <exception>

namespace zg::sql {

using namespace Qt::StringLiterals;

namespace {

// Two that collide once seldom do so again; who still has not succeeded after so many is told to come back.
constexpr int attempts = 5;
// Of jobs that are tried one by one, the one that failed after this long has used up what those behind it may wait.
constexpr std::chrono::milliseconds patience{300};

constexpr Statement beginStatement{"committer.begin", "BEGIN"};
constexpr Statement commitStatement{"committer.commit", "COMMIT"};

} // namespace

Result<void> PgTransaction::makeReady()
{
    if (m_connection && !m_connection->isBroken())
        return {};
    m_slot.hold(nullptr);
    m_connection.reset();
    auto opened = m_open();
    if (!opened)
        return opened.error();
    m_connection = std::move(*opened);
    m_slot.hold(m_connection.get());
    return {};
}

Result<void> PgTransaction::commit(std::span<WriteJob* const> jobs, std::span<Result<void>> results)
{
    for (int i = 0; i < attempts; ++i) {
        if (auto ready = makeReady(); !ready)
            return ready;
        const auto outcome = attempt(jobs, results);
        if (!outcome)
            return outcome.error();
        if (*outcome == Outcome::Done)
            return {};
        if (*outcome == Outcome::Alone)
            return commitEach(jobs, results);
    }
    if (jobs.size() > 1) // one of them may be what is always in the way
        return commitEach(jobs, results);
    if (!results[0] && results[0].error().code == ErrorCode::Duplicate)
        return {}; // its own, and it stays so
    return Error::retry(ErrorCode::Overloaded, 1, u"other transactions were in the way %1 times"_s.arg(attempts));
}

Result<void> PgTransaction::commitEach(std::span<WriteJob* const> jobs, std::span<Result<void>> results)
{
    for (size_t i = 0; i < jobs.size(); ++i) { // those before one that fails stay committed
        const auto begun = std::chrono::steady_clock::now();
        if (auto done = commit(jobs.subspan(i, 1), results.subspan(i, 1)); !done)
            results[i] = done.error();
        const bool isDown = !results[i] && results[i].error().code == ErrorCode::DependencyDown;
        if (!isDown || std::chrono::steady_clock::now() - begun < patience)
            continue;
        const Error down = results[i].error(); // the others would each wait as long
        for (size_t rest = i + 1; rest < jobs.size(); ++rest)
            results[rest] = down;
        break;
    }
    return {};
}

/// What a job throws is its own failure, not the committer's end.
Result<void> PgTransaction::apply(std::span<WriteJob* const> jobs, std::span<Result<void>> results)
{
    try {
        if (jobs.size() == 1) {
            results[0] = jobs[0]->apply(*m_connection);
            return {};
        }
        auto outcome = jobs[0]->group()->applyTogether(*m_connection, jobs);
        if (!outcome)
            return outcome.error();
        std::move(outcome->begin(), outcome->end(), results.begin());
        return {};
    } catch (const std::exception& exception) {
        return Error{ErrorCode::Internal, u"a write threw: "_s + QString::fromUtf8(exception.what())};
    }
}

Result<PgTransaction::Outcome> PgTransaction::attempt(std::span<WriteJob* const> jobs, std::span<Result<void>> results)
{
    const bool isAlone = jobs.size() == 1;
    m_connection->forgetConflict();
    auto done = m_connection->execLater(beginStatement);
    if (done)
        done = apply(jobs, results);
    // A lone job that was refused has nothing to keep; of a group the others do.
    const bool isRefused = done && isAlone && !results[0];
    // COMMIT "succeeds" in a transaction in which a statement failed, and keeps nothing: whoever let that error pass,
    // or took it for one job's own, is not to be told success.
    if (done && !isRefused && m_connection->hasFailed())
        done = Error{ErrorCode::Internal, u"a statement failed, and the transaction with it"_s};
    const bool isSent = done && !isRefused;
    if (isSent) {
        done = m_connection->execLater(commitStatement);
        if (done)
            done = m_connection->flush();
        if (done) {
            if (JobGroup* const group = jobs[0]->group())
                group->committed(*m_connection);
            return Outcome::Done;
        }
    }
    const bool isBroken = m_connection->isBroken();
    const bool hadConflict = m_connection->hadConflict();
    const bool isDuplicate = isRefused && results[0].error().code == ErrorCode::Duplicate;
    undo(jobs, isSent && isBroken);
    if (isBroken)
        return isRefused ? results[0].error() : done.error();
    if (hadConflict && !isDuplicate) {
        if (isAlone && !isRefused)
            results[0] = done.error();
        return Outcome::Again;
    }
    if (isRefused)
        return Outcome::Done;
    if (isAlone) {
        results[0] = done.error();
        return Outcome::Done;
    }
    qCDebug(lcSql, "a group of %zu is tried one by one: %s", jobs.size(), qUtf8Printable(done.error().message));
    return Outcome::Alone;
}

void PgTransaction::undo(std::span<WriteJob* const> jobs, bool isUnsure)
{
    m_connection->rollBack();
    JobGroup* const group = jobs[0]->group();
    if (group && isUnsure)
        group->unsure(*m_connection);
    else if (group)
        group->undone(*m_connection);
}

} // namespace zg::sql
