// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/tray.h"

#include "ui/shell/statusstrip.h"

namespace zg::ui {

using namespace Qt::StringLiterals;

Tray::Tray(QObject* parent)
    : QObject(parent)
    , m_open(m_menu.addAction(QString()))
    , m_quit(m_menu.addAction(QString()))
{
    m_icon.setIcon(QIcon(u":/zhanggui/icons/zhanggui.svg"_s));
    m_icon.setContextMenu(&m_menu);
    connect(m_open, &QAction::triggered, this, &Tray::openAsked);
    connect(m_quit, &QAction::triggered, this, &Tray::quitAsked);
    connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick)
            Q_EMIT openAsked();
    });
    connect(&m_icon, &QSystemTrayIcon::messageClicked, this, &Tray::notificationClicked);
    retranslate();
    if (isAvailable())
        m_icon.show();
}

bool Tray::isAvailable() const
{
    return QSystemTrayIcon::isSystemTrayAvailable();
}

void Tray::showState(node::State state, const QString& address)
{
    m_state = state;
    m_address = address;
    retranslate();
}

void Tray::notify(const QString& headline, const QString& text, bool isBad)
{
    if (isAvailable() && QSystemTrayIcon::supportsMessages())
        m_icon.showMessage(headline, text, isBad ? QSystemTrayIcon::Critical : QSystemTrayIcon::Warning);
}

void Tray::retranslate()
{
    m_open->setText(tr("Open the window"));
    m_quit->setText(tr("Close the store"));
    m_icon.setToolTip(tr("Zhanggui: %1").arg(stateText(m_state)) +
                      (m_address.isEmpty() ? QString() : QString(u'\n' + m_address)));
}

} // namespace zg::ui
