// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QSocketNotifier;

namespace zg::app {

/// Turns SIGTERM, SIGINT and SIGHUP into Qt signals. A second SIGTERM or SIGINT ends the process at once.
/// Thread: main; one at a time.
class SignalWatcher final : public QObject
{
    Q_OBJECT

public:
    explicit SignalWatcher(QObject* parent = nullptr);
    ~SignalWatcher() override;
    Q_DISABLE_COPY_MOVE(SignalWatcher)

Q_SIGNALS:
    void stopAsked();
    void reloadAsked();

private:
    void read();

    QSocketNotifier* m_notifier = nullptr;
};

} // namespace zg::app
