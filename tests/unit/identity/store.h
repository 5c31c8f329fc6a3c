// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/qtexecutor.h"
#include "core/task.h"
#include "identity/identity.h"
#include "sql/database.h"
#include "support/testdatabase.h"

#include <QTest>

#include <memory>
#include <vector>

namespace zg::identity {

/// A store's database on a real SQLite file, with identity on it.
class Store final
{
public:
    explicit Store(const QString& wechatBase = {})
    {
        m_settings.jwtSecret = QByteArray(48, 's');
        if (!wechatBase.isEmpty()) {
            m_settings.wechatApi = wechatBase;
            m_settings.wechatAppId = QStringLiteral("wx-app");
            m_settings.wechatSecret = "wx-secret";
        }
        start();
    }
    ~Store() { stop(); }

    void start()
    {
        database = std::make_unique<sql::Database>(m_place.url(), PoolSettings(), 4096);
        const auto opened = database->open();
        if (!opened)
            qFatal("%s", qUtf8Printable(opened.error().message));
        identity = std::make_unique<Identity>(*database, m_settings, clock);
        const auto loaded = identity->open();
        if (!loaded)
            qFatal("%s", qUtf8Printable(loaded.error().message));
    }
    void stop(bool cleanly = true)
    {
        if (identity && cleanly) {
            const auto closed = identity->close();
            if (!closed)
                qFatal("%s", qUtf8Printable(closed.error().message));
        }
        identity.reset();
        database.reset();
    }
    void restart(bool cleanly = true)
    {
        stop(cleanly);
        start();
    }

    User addUser(const QString& name, Role role = Role::Customer, const QByteArray& password = "demo-pass")
    {
        NewUser wanted;
        wanted.username = name;
        wanted.role = role;
        const QByteArray hash = Passwords::hashNow(password, 4); // quick: what is tested is not its cost
        const qint64 now = clock.wallMs();
        return *database->writeNow([=](sql::Connection& connection) -> Result<User> {
            static constexpr sql::Statement insert{
                "test.user", "INSERT INTO users (username, nickname, role, password_hash, created_at, updated_at)"
                             " VALUES (?, ?, ?, ?, ?, ?) RETURNING id"};
            auto rows = connection.query(insert, name, name, QString::fromLatin1(identity::name(role)),
                                         QString::fromLatin1(hash), now, now);
            if (!rows)
                return rows.error();
            User user;
            user.username = user.nickname = name;
            user.role = role;
            user.createdAt = now;
            user.id = rows->next() ? UserId(rows->integer(0)) : UserId();
            return user;
        });
    }
    qint64 number(const QString& query)
    {
        return *database->readNow([query](sql::Connection& connection) -> Result<qint64> {
            auto rows = connection.runText("test.number", query, {});
            if (!rows)
                return rows.error();
            return rows->next() ? rows->integer(0) : -1;
        });
    }

    QtExecutor executor;
    ManualClock clock;
    std::unique_ptr<sql::Database> database;
    std::unique_ptr<Identity> identity;

private:
    test::TestDatabase m_place;
    IdentitySettings m_settings;
};

template <class T>
T wait(Task<T> task)
{
    return QCoro::waitFor(std::move(task));
}

/// Puts a task's answer into a list, in the order they come.
template <class T>
Task<void> collect(Task<T> task, std::vector<T>* answers)
{
    auto answer = co_await task;
    answers->push_back(std::move(answer));
}

/// The reason a result failed, or nothing.
template <class T>
std::optional<ErrorCode> code(const Result<T>& result)
{
    return result ? std::nullopt : std::optional(result.error().code);
}

} // namespace zg::identity
