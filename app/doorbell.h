// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocalServer>

#include <functional>

namespace zg::app {

/// One console a store: a second start rings here, and the first one's window comes forward. It is a socket in the
/// store's data folder, which is its owner's alone.
/// Thread: main.
class Doorbell final
{
public:
    /// Listens from now on. Where that cannot be, one line in the log says so, and a second start says that the store
    /// is in use.
    /// @param folder the store's data folder @param rung on the main thread
    Doorbell(const QString& folder, std::function<void()> rung);
    ~Doorbell();
    Q_DISABLE_COPY_MOVE(Doorbell)

    /// Calls the console that has this store open, if there is one. Needs no event loop.
    /// @param token what the desktop gave the caller to pass its focus on (XDG_ACTIVATION_TOKEN), may be empty
    /// @return its process id; 0: none answered within 2 s
    static qint64 ring(const QString& folder, const QByteArray& token);

private:
    void open();
    void answer(QLocalSocket* caller);

    const QString m_folder;
    const std::function<void()> m_rung;
    QLocalServer m_server;
};

} // namespace zg::app
