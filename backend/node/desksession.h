// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/task.h"
#include "node/desk.h"
#include "node/deskthread.h"

#include <QPromise>

#include <mutex>

namespace zg::node {

class NodeCore;

/// The way from the desks to the node that serves just now, and who sits there. Lives as long as the façade; nodes come
/// and go below it.
/// Thread: any.
class DeskSession final
{
public:
    DeskSession() = default;
    Q_DISABLE_COPY_MOVE(DeskSession)

    /// The node that serves from now on; with nullptr none does, and no new call begins.
    void setCore(NodeCore* core);
    /// Returns when no call uses the last node any more: its workers and committer must have answered all of them.
    void waitUntilUnused();

    /// Runs `call(NodeCore&)`, which gives a Task<Result<T>>, on the desk's thread.
    /// @errors DependencyDown when no node serves, and what the call gives
    template <class T>
    Answer<T> ask(std::function<Task<Result<T>>(NodeCore&)> call);
    /// The same for whoever is signed in: `call(NodeCore&, UserId)`.
    /// @errors TokenMissing when nobody is, SessionRevoked when he was signed out meanwhile
    template <class T>
    Answer<T> askAsStaff(std::function<Task<Result<T>>(NodeCore&, UserId)> call);

    /// The same for an admin: `call(NodeCore&, UserId)`. @errors also RoleForbidden
    template <class T>
    Answer<T> askAsAdmin(std::function<Task<Result<T>>(NodeCore&, UserId)> call);
    /// Also while no node serves: `call(NodeCore*)`, with nullptr then.
    template <class T>
    Answer<T> askAnyway(std::function<Task<Result<T>>(NodeCore*)> call);
    /// Who acts as an admin; a session that ended elsewhere ends here too. Thread: the desk's.
    /// @errors TokenMissing, SessionRevoked, RoleForbidden
    Task<Result<UserId>> admin(NodeCore* core);

    std::optional<StaffMember> member() const;
    void set(std::optional<StaffMember> member, QByteArray token);
    QByteArray token() const;
    /// Called on any thread after somebody sat down or left.
    void setListener(std::function<void()> listener) { m_listener = std::move(listener); }

private:
    /// Keeps the node from going while a call uses it.
    class Use final
    {
    public:
        explicit Use(DeskSession& session)
            : m_session(&session)
        {
        }
        Use()
            : m_session(nullptr)
        {
        }
        Use(Use&& other) noexcept
            : m_session(std::exchange(other.m_session, nullptr))
        {
        }
        Use& operator=(Use&&) = delete;
        ~Use()
        {
            if (m_session)
                m_session->leave();
        }

    private:
        DeskSession* m_session;
    };
    template <class T>
    static Task<void> settle(Task<Result<T>> task, std::shared_ptr<QPromise<Result<T>>> promise, Use use);
    template <class T>
    Task<Result<T>> callAsStaff(NodeCore* core, std::function<Task<Result<T>>(NodeCore&, UserId)> call);
    template <class T>
    Task<Result<T>> callAsAdmin(NodeCore* core, std::function<Task<Result<T>>(NodeCore&, UserId)> call);
    template <class T>
    static void refuse(QPromise<Result<T>>& promise, Error error);

    NodeCore* enter();
    void leave();
    /// Who acts; a session that ended elsewhere ends here too.
    Task<Result<UserId>> actor(NodeCore* core);
    Result<UserId> actorHere(NodeCore& core, UserId member);

    mutable std::mutex m_mutex; // guards what follows
    std::condition_variable m_unused;
    NodeCore* m_core = nullptr;
    int m_uses = 0;
    std::optional<StaffMember> m_member;
    QByteArray m_token;
    std::function<void()> m_listener; // set before use
    DeskThread m_thread;              // last: its jobs use the rest
};

template <class T>
void DeskSession::refuse(QPromise<Result<T>>& promise, Error error)
{
    promise.addResult(Result<T>(std::move(error)));
    promise.finish();
}

template <class T>
Task<void> DeskSession::settle(Task<Result<T>> task, std::shared_ptr<QPromise<Result<T>>> promise, Use use)
{
    Result<T> result = co_await task;
    {
        const Use done = std::move(use); // the node may go before whoever waits goes on
    }
    promise->addResult(std::move(result));
    promise->finish();
}

template <class T>
Answer<T> DeskSession::ask(std::function<Task<Result<T>>(NodeCore&)> call)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    auto answer = promise->future();
    m_thread.run([this, promise, call = std::move(call)] {
        NodeCore* core = enter();
        if (!core)
            return refuse<T>(*promise, Error(ErrorCode::DependencyDown, QStringLiteral("the node does not serve")));
        settle<T>(call(*core), promise, Use(*this));
    });
    return answer;
}

template <class T>
Task<Result<T>> DeskSession::callAsStaff(NodeCore* core, std::function<Task<Result<T>>(NodeCore&, UserId)> call)
{
    const auto who = co_await actor(core);
    if (!who)
        co_return Result<T>(who.error());
    auto task = call(*core, *who);
    auto result = co_await task;
    co_return result;
}

template <class T>
Answer<T> DeskSession::askAsStaff(std::function<Task<Result<T>>(NodeCore&, UserId)> call)
{
    return ask<T>([this, call = std::move(call)](NodeCore& core) { return callAsStaff<T>(&core, call); });
}

template <class T>
Task<Result<T>> DeskSession::callAsAdmin(NodeCore* core, std::function<Task<Result<T>>(NodeCore&, UserId)> call)
{
    const auto who = co_await admin(core);
    if (!who)
        co_return Result<T>(who.error());
    auto task = call(*core, *who);
    auto result = co_await task;
    co_return result;
}

template <class T>
Answer<T> DeskSession::askAsAdmin(std::function<Task<Result<T>>(NodeCore&, UserId)> call)
{
    return ask<T>([this, call = std::move(call)](NodeCore& core) { return callAsAdmin<T>(&core, call); });
}

template <class T>
Answer<T> DeskSession::askAnyway(std::function<Task<Result<T>>(NodeCore*)> call)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    auto answer = promise->future();
    m_thread.run([this, promise, call = std::move(call)] {
        NodeCore* core = enter();
        settle<T>(call(core), promise, core ? Use(*this) : Use());
    });
    return answer;
}

} // namespace zg::node
