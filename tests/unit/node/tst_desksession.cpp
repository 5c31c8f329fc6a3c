// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/desksession.h"
#include "identity/identity.h"
#include "node/nodecore.h"
#include "support/redisserver.h"
#include "support/testdatabase.h"
#include "telemetry/timeseries.h"

#include <QTest>

#include <thread>

using namespace Qt::StringLiterals;
using namespace zg;
using namespace zg::node;

/// Two nodes on one PostgreSQL; the desk sits now at the one, now at the other.
class TestDeskSession final : public QObject
{
    Q_OBJECT

    test::TestDatabase m_database;
    QTemporaryDir m_folders[2];
    telemetry::TimeSeries m_series[2];
    std::unique_ptr<NodeCore> m_nodes[2];
    DeskSession m_desk;

    void open(int index)
    {
        Settings settings;
        settings.dataDir = m_folders[index].path();
        settings.database = m_database.url();
        settings.server.port = 0;
        settings.server.ioThreads = 1;
        settings.pool.minimumIdle = 1;
        settings.shop.demo = true;
        m_nodes[index] = std::make_unique<NodeCore>(settings, m_series[index]);
        const auto opened = m_nodes[index]->open();
        QVERIFY2(opened.has_value(), opened ? "" : qPrintable(opened.error().message));
    }
    template <class T>
    static Result<T> wait(Answer<T> answer)
    {
        answer.waitForFinished();
        return answer.result();
    }
    static Task<Result<identity::SignedIn>> enter(NodeCore* core)
    {
        auto in = co_await core->identity().login.byPassword(u"staff"_s, "staff-pass");
        co_return in;
    }
    static bool signsInAt(const Settings& settings)
    {
        telemetry::TimeSeries series;
        NodeCore core(settings, series);
        if (!core.open())
            return false;
        DeskSession desk;
        desk.setCore(&core);
        const auto in = wait(desk.ask<identity::SignedIn>([](NodeCore& core) { return enter(&core); }));
        desk.setCore(nullptr);
        core.close();
        desk.waitUntilUnused();
        return in.has_value();
    }
    static Task<Result<UserId>> tellWho(UserId who) { co_return Result<UserId>(who); }
    Result<UserId> who()
    {
        return wait(m_desk.askAsStaff<UserId>([](NodeCore&, UserId who) { return tellWho(who); }));
    }
    static Task<Result<bool>> end(NodeCore* core, UserId user)
    {
        const auto ended = co_await core->identity().sessions.endOf(user);
        co_return Result<bool>(ended.has_value());
    }

private Q_SLOTS:
    void aSessionOfAnotherNodeIsFetched()
    {
        open(0);
        open(1);
        m_desk.setCore(m_nodes[0].get());
        QCOMPARE(who().error().code, ErrorCode::TokenMissing);
        const auto in = wait(m_desk.ask<identity::SignedIn>([](NodeCore& core) { return enter(&core); }));
        QVERIFY(in.has_value());
        StaffMember member;
        member.id = in->user.id;
        m_desk.set(member, in->token);
        QCOMPARE(*who(), member.id);

        m_desk.setCore(m_nodes[1].get());
        const auto there = who();
        QVERIFY2(there.has_value(), there ? "" : qPrintable(there.error().message));
        QCOMPARE(*there, member.id);
        QVERIFY(m_desk.member().has_value());

        QVERIFY(*wait(m_desk.ask<bool>([id = member.id](NodeCore& core) { return end(&core, id); })));
        QCOMPARE(who().error().code, ErrorCode::SessionRevoked);
        QVERIFY(!m_desk.member().has_value());
        m_desk.setCore(nullptr);
        m_desk.waitUntilUnused();
        for (auto& node : m_nodes)
            node.reset();
    }

    /// The desk's thread has no event loop, and so no connection to Redis.
    void signsInWhereThereIsARedis()
    {
        test::RedisServer redis;
        QVERIFY(redis.start());
        QTemporaryDir folder;
        Settings settings;
        settings.dataDir = folder.path();
        settings.server.port = 0;
        settings.server.ioThreads = 1;
        settings.shop.demo = true;
        settings.redis.url = redis.url();
        // Last, and on another thread: the thread sanitizer no longer sees the locks of one that started a process
        // through Qt.
        bool isIn = false;
        std::thread([&] { isIn = signsInAt(settings); }).join();
        QVERIFY(isIn);
    }
};

QTEST_GUILESS_MAIN(TestDeskSession)
#include "tst_desksession.moc"
