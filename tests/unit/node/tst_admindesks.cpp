// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/node.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace zg;
using node::AccountEdit;
using node::Node;
using node::OperationKind;
using node::State;

/// The desks that are for admins, over a whole node: its accounts, its settings file, what was done.
class TestAdminDesks final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<Node> m_node;

    template <class T>
    static Result<T> wait(node::Answer<T> answer)
    {
        answer.waitForFinished();
        return answer.result();
    }
    void signIn(const QString& name, const QString& password)
    {
        const auto member = wait(m_node->staff().signIn(name, password));
        QVERIFY2(member.has_value(), member ? "" : qPrintable(member.error().message));
    }
    node::Operation newest(OperationKind kind)
    {
        const auto page = wait(m_node->operations().list({{}, kind, {}}, {}, 1));
        return page && !page->items.isEmpty() ? page->items.first() : node::Operation();
    }
    QString strategy() const
    {
        for (const auto& figures : m_node->snapshot().strategies)
            if (figures.inForce)
                return figures.strategy;
        return {};
    }
    QByteArray file() const
    {
        QFile file(m_dir.filePath(u"zhanggui.ini"_s));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void initTestCase()
    {
        const auto loaded = loadSettings({u"--data-dir"_s, m_dir.path(), u"--listen"_s, u"127.0.0.1:0"_s,
                                          u"--io-threads"_s, u"1"_s, u"--demo"_s, u"--stock"_s, u"10"_s},
                                         {{u"ZHANGGUI_ADMIN_PASSWORD"_s, u"admin-pass"_s}});
        QVERIFY(loaded.has_value());
        m_node = std::make_unique<Node>(*loaded);
        m_node->start();
        QTRY_VERIFY(m_node->state() == State::Serving);
    }
    void cleanupTestCase() { m_node.reset(); }

    void areForAdmins()
    {
        m_node->staff().signOut();
        QCOMPARE(wait(m_node->accounts().list()).error().code, ErrorCode::TokenMissing);
        QCOMPARE(wait(m_node->settingDesk().change(u"pool-size"_s, u"9"_s)).error().code, ErrorCode::TokenMissing);
        signIn(u"staff"_s, u"staff-pass"_s);
        QCOMPARE(wait(m_node->accounts().list()).error().code, ErrorCode::RoleForbidden);
        QCOMPARE(wait(m_node->accounts().endSessions(UserId(1))).error().code, ErrorCode::RoleForbidden);
        QCOMPARE(wait(m_node->operations().list({}, {}, 10)).error().code, ErrorCode::RoleForbidden);
        QCOMPARE(wait(m_node->settingDesk().change(u"pool-size"_s, u"9"_s)).error().code, ErrorCode::RoleForbidden);
        QVERIFY(file().isEmpty());
    }

    void accounts()
    {
        signIn(u"admin"_s, u"admin-pass"_s);
        auto& desk = m_node->accounts();
        const auto before = wait(desk.list());
        QVERIFY(before.has_value());
        QCOMPARE(before->first().role, u"admin"_s);
        QVERIFY(before->first().signedInAt > 0);
        QVERIFY(before->first().sessions > 0);
        AccountEdit edit;
        edit.password = u"mei-pass"_s;
        edit.role = u"staff"_s;
        edit.refundLimitFen = std::optional<qint64>(50'00);
        const auto made = wait(desk.create(u"mei"_s, edit));
        QVERIFY2(made.has_value(), made ? "" : qPrintable(made.error().message));
        QCOMPARE(made->refundLimitFen, std::optional<qint64>(50'00));
        QCOMPARE(wait(desk.create(u"mei"_s, edit)).error().code, ErrorCode::Duplicate);
        edit.role = u"customer"_s;
        QCOMPARE(wait(desk.create(u"li"_s, edit)).error().field, u"role"_s);
        QCOMPARE(wait(desk.list())->size(), before->size() + 1);
        const node::Operation making = newest(OperationKind::Account);
        QCOMPARE(making.subject, u"mei"_s);
        QCOMPARE(making.byName, u"admin"_s);
        QCOMPARE(making.origin, u"console"_s);
        for (const auto& change : making.changes)
            QVERIFY(!change.after.contains(u"mei-pass"_s));

        AccountEdit off;
        off.isActive = false;
        const auto disabled = wait(desk.change(made->id, off));
        QVERIFY(disabled.has_value());
        QVERIFY(!disabled->isActive);
        QCOMPARE(newest(OperationKind::Account).changes, (QList<audit::Change>{{u"active"_s, u"yes"_s, u"no"_s}}));
        AccountEdit demoted;
        demoted.role = u"staff"_s;
        QCOMPARE(wait(desk.change(before->first().id, demoted)).error().code, ErrorCode::IllegalTransition);
    }

    /// Whose account was signed out is asked for his name again.
    void endsSessions()
    {
        signIn(u"admin"_s, u"admin-pass"_s);
        const auto all = wait(m_node->accounts().list());
        QVERIFY(all.has_value());
        const auto ended = wait(m_node->accounts().endSessions(all->first().id)); // his own
        QVERIFY(ended.has_value());
        QVERIFY(*ended > 0);
        QCOMPARE(wait(m_node->accounts().list()).error().code, ErrorCode::SessionRevoked);
        QVERIFY(!m_node->staff().current());
    }

    void settingsAndARestart()
    {
        signIn(u"admin"_s, u"admin-pass"_s);
        const auto changed = wait(m_node->settingDesk().change(u"pool-size"_s, u"9"_s));
        QVERIFY2(changed.has_value(), changed ? "" : qPrintable(changed.error().message));
        QCOMPARE(file(), QByteArray("pool-size = 9\n"));
        QCOMPARE(m_node->snapshot().pool.maximum, 20);
        node::Operation written = newest(OperationKind::Setting);
        QCOMPARE(written.subject, u"pool-size"_s);
        QCOMPARE(written.changes, (QList<audit::Change>{{u"value"_s, QString(), u"9"_s}}));

        const auto live = wait(m_node->settingDesk().change(u"stock-strategy"_s, u"optimistic"_s));
        QVERIFY(live && live->isLive);
        QCOMPARE(strategy(), u"optimistic"_s);

        QVERIFY(wait(m_node->settingDesk().change(u"max-in-flight"_s, u"3000"_s))->isLive);
        QCOMPARE(strategy(), u"optimistic"_s);

        QSignalSpy states(m_node.get(), &Node::stateChanged);
        m_node->stop();
        m_node->start();
        QTRY_VERIFY(!states.isEmpty() && states.last().first().value<State>() == State::Serving);
        QCOMPARE(m_node->snapshot().pool.maximum, 9);
        QVERIFY(m_node->staff().current()); // who sits at the desk goes on
        QVERIFY(wait(m_node->settingDesk().change(u"pool-size"_s, std::nullopt)).has_value());
    }

    /// A setting that keeps the node from starting is mended at the same desk, and written down when it serves again.
    void mendsWhatKeepsItFromStarting()
    {
        signIn(u"admin"_s, u"admin-pass"_s);
        m_node->stopAndWait();
        const auto changed = wait(m_node->settingDesk().change(u"idle-timeout"_s, u"90s"_s));
        QVERIFY2(changed.has_value(), changed ? "" : qPrintable(changed.error().message));
        QVERIFY(file().contains("idle-timeout = 90s"));
        m_node->start();
        QTRY_VERIFY(m_node->state() == State::Serving);
        QVERIFY(wait(m_node->settingDesk().change(u"idle-timeout"_s, u"80s"_s)).has_value());
        const auto page = wait(m_node->operations().list({{}, OperationKind::Setting, u"idle-timeout"_s}, {}, 10));
        QVERIFY(page.has_value());
        QCOMPARE(page->items.size(), 2);
        QCOMPARE(page->items.last().changes.first().after, u"90s"_s);
    }
};

QTEST_GUILESS_MAIN(TestAdminDesks)
#include "tst_admindesks.moc"
