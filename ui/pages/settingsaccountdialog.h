// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/desk.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace zg::ui {

/// A new account of staff, or one to be changed. It asks the desk itself and stays open while the desk says no.
/// Thread: main.
class SettingsAccountDialog final : public QDialog
{
    Q_OBJECT

public:
    /// @param account nullptr: a new one
    SettingsAccountDialog(node::AccountDesk& desk, const node::StaffAccount* account, QWidget* parent);
    void focusPassword();

Q_SIGNALS:
    /// @param before nothing: it was made
    void saved(const zg::node::StaffAccount& account, const std::optional<zg::node::StaffAccount>& before);

private:
    void save();
    void settle(const Result<node::StaffAccount>& answer);
    /// What the fields say that differs; nothing and a word in the dialog when one cannot be used.
    std::optional<node::AccountEdit> edit();
    void complain(QLineEdit* field, const QString& text);

    node::AccountDesk& m_desk;
    const std::optional<node::StaffAccount> m_account;
    QLineEdit* m_username;
    QLineEdit* m_nickname;
    QComboBox* m_role;
    QLineEdit* m_limit;
    QLineEdit* m_password;
    QLabel* m_error;
    QPushButton* m_save;
};

} // namespace zg::ui
