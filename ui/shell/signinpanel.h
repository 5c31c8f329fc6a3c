// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/nodecontrol.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace zg::ui {

class Theme;

/// Asks for a staff account, in the place of the page that needs one.
/// Thread: main; the password is checked in the background.
class SignInPanel final : public QWidget
{
    Q_OBJECT

public:
    SignInPanel(NodeControl& node, Theme& theme, QWidget* parent = nullptr);
    void askFor(const QString& pageTitle); ///< what it is needed for
    void setHint(const QString& hint);     ///< e.g. the demo store's account
    void setName(const QString& name);     ///< who is likely to sign in; what somebody types stays
    void setReady(bool ready);             ///< false while the store opens: it can be typed, not sent
    void focusFirst();
    QString error() const;

Q_SIGNALS:
    void signedIn();

protected:
    void changeEvent(QEvent* event) override;

private:
    void signIn();
    void finish(const Result<node::StaffMember>& answer);
    void setBusy(bool busy);
    void retranslate();

    NodeControl& m_node;
    Theme& m_theme;
    QString m_pageTitle;
    bool m_isReady = true;
    bool m_isBusy = false;
    QLabel* m_icon;
    QLabel* m_headline;
    QLabel* m_help;
    QLabel* m_nameLabel;
    QLineEdit* m_name;
    QLabel* m_passwordLabel;
    QLineEdit* m_password;
    QLabel* m_error;
    QLabel* m_hint;
    QProgressBar* m_busy;
    QPushButton* m_button;
};

} // namespace zg::ui
