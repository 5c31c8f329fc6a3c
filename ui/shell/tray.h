// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/node.h"

#include <QMenu>
#include <QSystemTrayIcon>

namespace zg::ui {

/// The icon in the desktop's tray, while there is a tray.
/// Thread: main.
class Tray final : public QObject
{
    Q_OBJECT

public:
    explicit Tray(QObject* parent = nullptr);
    bool isAvailable() const;
    void showState(node::State state, const QString& address);
    void retranslate();

Q_SIGNALS:
    void openAsked();
    void quitAsked();

private:
    QMenu m_menu;
    QAction* m_open;
    QAction* m_quit;
    QSystemTrayIcon m_icon;
    node::State m_state = node::State::Stopped;
    QString m_address;
};

} // namespace zg::ui
