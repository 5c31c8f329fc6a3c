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
    /// A notification of the desktop's, where there is a tray; a click on it asks for the window.
    void notify(const QString& headline, const QString& text, bool isBad);

Q_SIGNALS:
    void openAsked();
    void notificationClicked();
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
