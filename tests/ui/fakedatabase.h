// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/databasedesk.h"

#include <QPromise>

#include <functional>
#include <memory>

namespace zg::ui::test {

/// A database that says what a test tells it, at once unless `isHolding`. Its figures are a busy shop's.
class FakeDatabase final : public node::DatabaseDesk
{
public:
    FakeDatabase() { fill(); }

    telemetry::DatabaseFigures now;
    QHash<int, telemetry::StatementPlan> plans; ///< by statement; of others NotFound
    telemetry::IndexAdvice advice;
    std::optional<Error> failure; ///< of every question
    bool isHolding = false;       ///< answers to adviseIndex() wait for answerAll()
    bool isAdmin = true;
    QList<int> planned, advised, resized;

    node::Answer<telemetry::DatabaseFigures> figures() override { return give(now); }
    node::Answer<telemetry::StatementPlan> plan(int statement) override
    {
        planned.append(statement);
        if (!plans.contains(statement))
            return give(Result<telemetry::StatementPlan>(Error{ErrorCode::NotFound, QStringLiteral("none such")}));
        for (auto& use : now.statements) {
            if (use.id != statement)
                continue;
            use.isPlanned = !plans[statement].steps.isEmpty();
            use.fullScan = plans[statement].fullScan;
            use.temporarySort = plans[statement].temporarySort;
        }
        return give(plans.value(statement));
    }
    node::Answer<telemetry::IndexAdvice> adviseIndex(int statement) override
    {
        advised.append(statement);
        if (!isHolding)
            return give(advice);
        auto promise = std::make_shared<QPromise<Result<telemetry::IndexAdvice>>>();
        promise->start();
        m_held.append([this, promise] {
            promise->addResult(Result<telemetry::IndexAdvice>(advice));
            promise->finish();
        });
        return promise->future();
    }
    node::Answer<int> setMaximumPoolSize(int size) override
    {
        if (!isAdmin)
            return give(Result<int>(Error{ErrorCode::RoleForbidden}));
        resized.append(size);
        return give(Result<int>(std::exchange(now.pool.maximum, size)));
    }
    void answerAll()
    {
        for (const auto& answer : std::exchange(m_held, {}))
            answer();
    }

private:
    template <class T>
    node::Answer<T> give(Result<T> value)
    {
        QPromise<Result<T>> promise;
        promise.start();
        promise.addResult(failure ? Result<T>(*failure) : std::move(value));
        promise.finish();
        return promise.future();
    }
    template <class T>
    node::Answer<T> give(T value)
    {
        return give(Result<T>(std::move(value)));
    }

    void addConnection(int id, telemetry::ConnectionFigures::State state, qint64 ms, const char* statement,
                       qint64 runningMs = -1)
    {
        telemetry::ConnectionFigures connection;
        connection.id = id;
        connection.state = state;
        connection.stateMs = ms;
        connection.ageMs = 412'000 + id * 7'000;
        connection.loans = 18'204 / (id + 1);
        connection.statement = QString::fromLatin1(statement);
        connection.runningMs = runningMs;
        now.connections.append(connection);
    }
    void addStatement(const char* name, const char* text, qint64 calls, qint64 meanUs, qint64 rows,
                      telemetry::StatementUse::Kind kind)
    {
        telemetry::StatementUse use;
        use.id = int(now.statements.size()) + 1;
        use.name = QString::fromLatin1(name);
        use.text = QString::fromLatin1(text);
        use.kind = kind;
        use.calls = calls;
        use.totalUs = calls * meanUs;
        use.p99Us = meanUs * 4;
        use.maxUs = meanUs * 9;
        use.rows = rows;
        use.slowCalls = meanUs > 5'000 ? 12 : 0;
        now.statements.append(use);
    }

    void fill()
    {
        using State = telemetry::ConnectionFigures::State;
        using Kind = telemetry::StatementUse::Kind;
        now.pool.active = 4;
        now.pool.idle = 4;
        now.pool.total = 8;
        now.pool.maximum = now.configuredMaximum = 20;
        now.pool.waiting = 1;
        now.pool.timeouts = 3;
        now.pool.leaks = 1;
        now.pool.created = 14;
        now.pool.wait = {4, 60, 890, 21'000};
        now.pool.use = {118, 840, 9'100, 402'000};
        addConnection(1, State::InUse, 2, "product.find", 2);
        addConnection(2, State::InUse, 1'240, "product.search.count", 1'180);
        addConnection(3, State::InUse, 8, "order.list.newest");
        addConnection(4, State::InUse, 12'400, "report.revenue", 12'399);
        now.connections.last().isLeaking = true;
        addConnection(5, State::Idle, 40, "product.find");
        addConnection(6, State::Idle, 4'100, "session.find");
        addConnection(7, State::Idle, 31'000, "category.list");
        addConnection(8, State::Broken, 90, "order.find");
        addConnection(0, State::Opening, 14, "");
        addConnection(1, State::InUse, 1, "committer.commit", 1);
        now.connections.last().role = telemetry::ConnectionFigures::Role::Writer;
        now.waits = {182'040, 4'120, 902, 310, 121, 40, 12, 9, 3, 0, 0, 0, 3};
        now.uses = {0, 1'204, 88'310, 91'022, 6'800, 1'020, 310, 44, 12, 3, 1, 0, 1};
        addStatement("product.find", "SELECT id, name, price, stock FROM products WHERE id = ?", 91'204, 12, 91'204,
                     Kind::Read);
        addStatement(
            "product.search.count",
            "SELECT count(*)\nFROM products AS p\nWHERE p.description LIKE ? AND p.price >= ?\nORDER BY p.sales "
            "DESC",
            204, 48'200, 204, Kind::Read);
        addStatement("order.list.newest", "SELECT * FROM orders WHERE user_id = ? ORDER BY id DESC LIMIT ?", 12'040, 85,
                     118'300, Kind::Read);
        addStatement("order.create", "INSERT INTO orders (order_no, user_id, total) VALUES (?, ?, ?)", 4'210, 31, 4'210,
                     Kind::Write);
        addStatement("committer.commit", "COMMIT", 1'904, 410, 0, Kind::Upkeep);
        now.reads = 103'448;
        now.writes = 4'210;
        now.advice.verdict = telemetry::PoolAdvice::Verdict::TooSmall;
        now.advice.seconds = 290;
        now.advice.ratePerS = 1'840;
        now.advice.holdUs = 9'700;
        now.advice.load = 17.8;
        now.advice.needed = 27;
        now.advice.most = 34;
        now.advice.maximum = 20;
        now.advice.waitUs = 18'400;
        now.advice.waitAfterUs = 310;

        using Step = telemetry::PlanStep;
        plans[1].steps = {
            {0, Step::Kind::Index, QStringLiteral("SEARCH products USING INTEGER PRIMARY KEY (rowid=?)"), {}, {}}};
        plans[2].steps = {{0, Step::Kind::Other, QStringLiteral("CO-ROUTINE matches"), {}, {}},
                          {1, Step::Kind::FullScan, QStringLiteral("SCAN p"), {}, {}},
                          {1, Step::Kind::TemporarySort, QStringLiteral("USE TEMP B-TREE FOR ORDER BY"), {}, {}},
                          {0, Step::Kind::Other, QStringLiteral("SCAN matches"), {}, {}}};
        plans[2].fullScan = plans[2].temporarySort = true;
        plans[3].steps = {
            {0, Step::Kind::Index, QStringLiteral("SEARCH orders USING INDEX orders_user (user_id=?)"), {}, {}}};
        plans[4] = plans[5] = {};
        advice.verdict = telemetry::IndexAdvice::Verdict::Helps;
        advice.statement = QStringLiteral("CREATE INDEX products_price_sales ON products (price, sales);");
        advice.before = plans[2];
        advice.after.steps = {
            {0, Step::Kind::Index, QStringLiteral("SEARCH p USING INDEX products_price_sales (price>?)"), {}, {}}};
        advice.tried = 6;
        advice.sampledRows = 20'000;
    }

    QList<std::function<void()>> m_held;
};

} // namespace zg::ui::test
