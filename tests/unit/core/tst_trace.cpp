// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace.h"

#include "core/qtexecutor.h"
#include "core/task.h"
#include "core/workerpool.h"

#include <QTest>

using namespace zg;
using namespace Qt::StringLiterals;

namespace {

QList<Step> stepsOf(const Trace& trace)
{
    QList<Step> steps;
    for (const Trace::Span& span : trace.spans())
        steps.append(span.step);
    return steps;
}

/// A request's way: a worker notes a statement, then another does something else, then somebody lets it wait.
Task<> serve(WorkerPool* pool, Trace* trace, int* wrong)
{
    auto query = []() -> Result<int> {
        Trace* const mine = Trace::current();
        const qint64 now = Trace::now();
        if (mine)
            mine->add(Step::Statement, now, now + 1, "product.find");
        return mine ? 1 : 0;
    };
    for (int i = 0; i < 3; ++i) {
        const auto found = co_await pool->run(query);
        *wrong += *found != 1 || Trace::current() != trace;
    }
    auto hash = []() -> Result<int> { return 2; };
    const auto hashed = co_await pool->run(hash);
    *wrong += *hashed != 2 || Trace::current() != trace;
    auto wait = [](Completion<int>& completion) { completion.fulfil(7); };
    const int waited = co_await awaitCompletion<int>(wait, Step::SharedLoad);
    *wrong += waited != 7 || Trace::current() != trace;
}

} // namespace

class TestTrace final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void notesUntilItIsFull()
    {
        Trace trace;
        for (size_t i = 0; i < Trace::maxSpans + 3; ++i)
            trace.add(Step::Statement, 10, 12, "product.find");
        const auto statements = trace.spans().size();
        QVERIFY(statements < Trace::maxSpans); // the way back has its place
        QCOMPARE(size_t(trace.leftOut()), Trace::maxSpans + 3 - statements);
        QCOMPARE(trace.leftOutNs(), 2 * trace.leftOut());
        trace.add(Step::Return, 20, 21);
        QCOMPARE(trace.spans().back().step, Step::Return);
        for (int i = 0; i < 10; ++i)
            trace.add(Step::Redis, 30, 31);
        QCOMPARE(trace.spans().size(), Trace::maxSpans);
    }

    void aGroupsStatementsAreItsMembers()
    {
        Trace group;
        group.add(Step::Statement, 10, 20, "order.insert");
        Trace member;
        member.add(Step::CommitQueue, 1, 9);
        member.addGroup(group);
        QCOMPARE(stepsOf(member), (QList<Step>{Step::CommitQueue, Step::GroupStatement}));
        QCOMPARE(member.spans().back().name, "order.insert");
        QCOMPARE(member.spans().back().endNs, 20);
    }

    void scopesNest()
    {
        Trace first, second;
        QCOMPARE(Trace::current(), nullptr);
        {
            const TraceScope outer(&first);
            {
                const TraceScope inner(&second);
                QCOMPARE(Trace::current(), &second);
                const TraceScope nobodys(nullptr);
                QCOMPARE(Trace::current(), nullptr);
            }
            QCOMPARE(Trace::current(), &first);
        }
        QCOMPARE(Trace::current(), nullptr);
    }

    void travelsWithItsCoroutine()
    {
        QtExecutor executor;
        WorkerPool pool(u"worker"_s, 2, 100);
        constexpr size_t requests = 20; // at a time, on one thread
        std::array<Trace, requests> traces;
        int wrong = 0;
        std::vector<Task<>> tasks;
        for (Trace& trace : traces) {
            const TraceScope scope(&trace);
            tasks.push_back(serve(&pool, &trace, &wrong));
        }
        QCOMPARE(Trace::current(), nullptr);
        for (auto& task : tasks)
            QCoro::waitFor(task);
        QCOMPARE(Trace::current(), nullptr);
        QCOMPARE(wrong, 0);
        for (const Trace& trace : traces) {
            QList<Step> wanted;
            for (int i = 0; i < 3; ++i)
                wanted << Step::Worker << Step::Statement << Step::Return;
            wanted << Step::Worker << Step::Work << Step::Return << Step::SharedLoad << Step::Return;
            QCOMPARE(stepsOf(trace), wanted);
            for (const Trace::Span& span : trace.spans())
                QVERIFY(span.beginNs > 0 && span.endNs >= span.beginNs);
        }
    }

    void workOfNobodyNotesNothing()
    {
        QtExecutor executor;
        WorkerPool pool(u"worker"_s, 1, 10);
        auto work = []() -> Result<bool> { return Trace::current() != nullptr; };
        const auto hasTrace = QCoro::waitFor(pool.run(work));
        QVERIFY(!*hasTrace);
        QCOMPARE(Trace::current(), nullptr);
    }
};

QTEST_GUILESS_MAIN(TestTrace)
#include "tst_trace.moc"
