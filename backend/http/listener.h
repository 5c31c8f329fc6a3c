// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "http/iothread.h"

namespace zg::http {

/// A bound, listening, non-blocking descriptor; the caller closes it.
/// @param port 0: a free one; out: the one it got
/// @errors DependencyDown: taken, not permitted, no such address
Result<int> listenOn(const QString& host, quint16& port);

/// One thread's end of a shared listening socket: accepts and gives each connection to the thread with the fewest.
/// Thread: one I/O thread.
class Listener final : public EpollHandler
{
public:
    Listener(IoThread& thread, ListenerSpec spec);
    ~Listener() override;
    void onEvents(quint32 events) override;
    void tick(); ///< once a second at least

private:
    bool listen();
    void place(NewSocket socket);
    void turnAway(const NewSocket& socket);
    void giveUpOne();

    IoThread& m_thread;
    const ListenerSpec m_spec;
    int m_spare = -1;        // kept open, so that one connection can be refused when descriptors run out
    bool m_isPaused = false; // not even the spare could be had: until the next tick nobody is accepted
    qint64 m_givenUp = 0;    // connections, since the last warning
};

} // namespace zg::http
