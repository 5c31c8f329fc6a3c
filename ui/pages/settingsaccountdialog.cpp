// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/settingsaccountdialog.h"

#include "core/money.h"
#include "ui/answer.h"
#include "ui/errortext.h"
#include "ui/models/accountmodel.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStyle>

namespace zg::ui {

using namespace Qt::StringLiterals;
using node::StaffAccount;

namespace {
constexpr int fieldWidth = 280;
} // namespace

SettingsAccountDialog::SettingsAccountDialog(node::AccountDesk& desk, const StaffAccount* account, QWidget* parent)
    : QDialog(parent)
    , m_desk(desk)
    , m_account(account ? std::optional(*account) : std::nullopt)
    , m_username(new QLineEdit(this))
    , m_nickname(new QLineEdit(this))
    , m_role(new QComboBox(this))
    , m_limit(new QLineEdit(this))
    , m_password(new QLineEdit(this))
    , m_error(new QLabel(this))
    , m_save(new QPushButton(this))
{
    setObjectName(u"accountDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(m_account ? tr("Account %1").arg(m_account->username) : tr("New account"));
    for (const QString& role : {u"staff"_s, u"admin"_s})
        m_role->addItem(roleText(role), role);
    m_password->setEchoMode(QLineEdit::Password);
    m_limit->setPlaceholderText(tr("no limit of its own"));
    m_limit->setToolTip(
        tr("In yuan. Empty: any amount for an administrator, what the setting refund-limit says for staff."));
    if (m_account) {
        m_username->setText(m_account->username);
        m_username->setEnabled(false); // what it did is known by this name
        m_nickname->setText(m_account->nickname);
        m_role->setCurrentIndex(m_role->findData(m_account->role));
        if (m_account->refundLimitFen)
            m_limit->setText(yuanFigure(*m_account->refundLimitFen));
        m_password->setPlaceholderText(tr("stays as it is"));
        m_password->setToolTip(tr("A new password signs the account out everywhere."));
    }
    m_error->setProperty("house", u"bad"_s);
    m_error->setTextFormat(Qt::PlainText);
    m_error->setWordWrap(true);
    m_error->setMinimumHeight(2 * m_error->fontMetrics().lineSpacing()); // kept: nothing jumps when it speaks
    auto* form = new QFormLayout;
    form->setSpacing(10);
    const std::pair<QString, QWidget*> rows[] = {{tr("Account"), m_username},
                                                 {tr("Nickname"), m_nickname},
                                                 {tr("Role"), m_role},
                                                 {tr("Refunds up to"), m_limit},
                                                 {m_account ? tr("New password") : tr("Password"), m_password}};
    for (const auto& [label, field] : rows) {
        field->setMinimumWidth(fieldWidth);
        field->setAccessibleName(label);
        form->addRow(label, field);
    }
    m_username->setObjectName(u"username"_s);
    m_nickname->setObjectName(u"nickname"_s);
    m_role->setObjectName(u"role"_s);
    m_limit->setObjectName(u"limit"_s);
    m_password->setObjectName(u"password"_s);
    m_error->setObjectName(u"error"_s);
    m_save->setObjectName(u"save"_s);
    m_save->setText(m_account ? tr("Save") : tr("Create"));
    m_save->setDefault(true);
    auto* buttons = new QDialogButtonBox(this);
    buttons->addButton(m_save, QDialogButtonBox::AcceptRole);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(12);
    column->addLayout(form);
    column->addWidget(m_error);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &SettingsAccountDialog::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    (m_account ? m_nickname : m_username)->setFocus();
}

void SettingsAccountDialog::focusPassword()
{
    m_password->setFocus();
}

void SettingsAccountDialog::complain(QLineEdit* field, const QString& text)
{
    for (QLineEdit* each : {m_username, m_nickname, m_limit, m_password}) {
        each->setProperty("wrong", each == field);
        each->style()->unpolish(each);
        each->style()->polish(each);
    }
    m_error->setText(text);
    if (field)
        field->setFocus();
}

std::optional<node::AccountEdit> SettingsAccountDialog::edit()
{
    std::optional<qint64> limit;
    if (const QString text = m_limit->text().trimmed(); !text.isEmpty()) {
        limit = parseYuan(text);
        if (!limit || *limit < 0) {
            complain(m_limit, tr("An amount in yuan, such as 200 or 99.50."));
            return {};
        }
    }
    node::AccountEdit edit;
    const StaffAccount before = m_account.value_or(StaffAccount());
    if (const QString nickname = m_nickname->text().trimmed(); nickname != before.nickname)
        edit.nickname = nickname;
    if (const QString role = m_role->currentData().toString(); role != before.role)
        edit.role = role;
    if (limit != before.refundLimitFen)
        edit.refundLimitFen = limit;
    if (!m_password->text().isEmpty() || !m_account)
        edit.password = m_password->text();
    return edit;
}

void SettingsAccountDialog::save()
{
    const auto wanted = edit();
    if (!wanted)
        return;
    if (m_account && *wanted == node::AccountEdit())
        return accept();
    complain(nullptr, {});
    m_save->setEnabled(false);
    const auto answer =
        m_account ? m_desk.change(m_account->id, *wanted) : m_desk.create(m_username->text().trimmed(), *wanted);
    whenAnswered(answer, this, [this](const Result<StaffAccount>& account) { settle(account); });
}

void SettingsAccountDialog::settle(const Result<StaffAccount>& answer)
{
    m_save->setEnabled(true);
    if (answer) {
        Q_EMIT saved(*answer, m_account);
        return accept();
    }
    const Error& error = answer.error();
    if (error.code == ErrorCode::InvalidArgument && error.field == "username"_L1)
        complain(m_username, tr("A name has 1 to 64 characters, and no space at its ends."));
    else if (error.code == ErrorCode::InvalidArgument && error.field == "password"_L1)
        complain(m_password, tr("A password has 6 to 128 characters."));
    else if (error.code == ErrorCode::InvalidArgument && error.field == "nickname"_L1)
        complain(m_nickname, tr("A nickname has at most 64 characters."));
    else if (error.code == ErrorCode::InvalidArgument && error.field == "refund_limit"_L1)
        complain(m_limit, tr("A refund limit is at most ¥ 10,000,000."));
    else if (error.code == ErrorCode::Duplicate)
        complain(m_username, errorText(error));
    else if (error.code == ErrorCode::IllegalTransition)
        complain(nullptr, tr("This is the last administrator: the store would have none left."));
    else
        complain(nullptr, errorText(error));
}

} // namespace zg::ui
