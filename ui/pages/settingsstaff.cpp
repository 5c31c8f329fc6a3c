// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/settingsstaff.h"

#include "ui/answer.h"
#include "ui/errortext.h"
#include "ui/pages/settingsaccountdialog.h"
#include "ui/shell/theme.h"
#include "ui/shell/windowstate.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/tableview.h"
#include "ui/widgets/undobar.h"

#include <QAction>
#include <QApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QStackedWidget>
#include <QToolButton>

namespace zg::ui {

using namespace Qt::StringLiterals;
using node::AccountEdit;
using node::StaffAccount;

namespace {
constexpr int slowTicks = 8; // two seconds: who signed in meanwhile
} // namespace

SettingsStaff::SettingsStaff(const PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_desk(context.node.accounts())
    , m_buttons(new QHBoxLayout)
    , m_stack(new QStackedWidget(this))
    , m_table(new TableView(this))
    , m_empty(new EmptyState(context.theme, this))
    , m_undo(new UndoBar(context.theme, this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addLayout(m_buttons);
    column->addWidget(m_stack, 1);
    setupTable();
    setupActions();
    retranslate();
}

void SettingsStaff::setupTable()
{
    m_table->setObjectName(u"accounts"_s);
    m_table->setModel(&m_model);
    m_table->dress(m_context.theme);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setItemDelegateForColumn(AccountModel::StateColumn, new DotDelegate(m_context.theme, m_table));
    const QList<int> widths{150, 150, 130, 150, 150, 150, 110};
    for (int i = 0; i < widths.size(); ++i)
        m_table->setColumnWidth(i, widths.at(i));
    m_context.state.remember(u"settings/accounts"_s, m_table->horizontalHeader());
    m_table->setGivingWay(AccountModel::NicknameColumn, {AccountModel::SessionsColumn, AccountModel::SignedInColumn});
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &SettingsStaff::showState);
    connect(m_table, &TableView::rowActivated, this, &SettingsStaff::edit);
    connect(m_empty, &EmptyState::buttonClicked, this, &SettingsStaff::reload);
    connect(&m_context.node.staff(), &node::StaffDesk::currentChanged, this, [this] {
        m_model.clear();
        m_isLoaded = false;
        if (isVisible())
            reload();
    });
    connect(&m_context.node, &NodeControl::stateChanged, this, [this] {
        if (isVisible())
            reload();
    });
}

void SettingsStaff::addButton(QAction*& action, const char* name, const QString& icon, const QKeySequence& keys,
                              void (SettingsStaff::*slot)())
{
    action = new QAction(this);
    action->setObjectName(QString::fromLatin1(name));
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WindowShortcut); // while the section shows, wherever the focus is
    action->setIcon(m_context.theme.icon(icon));
    connect(&m_context.theme, &Theme::changed, action,
            [this, action, icon] { action->setIcon(m_context.theme.icon(icon)); });
    connect(action, &QAction::triggered, this, slot);
    addAction(action);
    auto* button = new QToolButton(this);
    button->setObjectName(QString::fromLatin1(name) + u"Button");
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setFocusPolicy(Qt::TabFocus);
    m_buttons->addWidget(button);
}

void SettingsStaff::setupActions()
{
    m_buttons->setSpacing(4);
    addButton(m_new, "newAccount", u"plus"_s, Qt::CTRL | Qt::Key_N, &SettingsStaff::create);
    addButton(m_edit, "editAccount", u"edit"_s, Qt::CTRL | Qt::Key_E, &SettingsStaff::edit);
    addButton(m_password, "resetPassword", u"lock"_s, Qt::CTRL | Qt::SHIFT | Qt::Key_P, &SettingsStaff::resetPassword);
    addButton(m_active, "toggleActive", u"user"_s, Qt::CTRL | Qt::SHIFT | Qt::Key_D, &SettingsStaff::toggleActive);
    addButton(m_signOut, "endSessions", u"signout"_s, Qt::CTRL | Qt::SHIFT | Qt::Key_O, &SettingsStaff::endSessions);
    m_buttons->addStretch();
}

void SettingsStaff::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_wantsFocus = true;
    reload();
}

void SettingsStaff::refresh(const Tick& tick)
{
    if (tick.count % slowTicks == 0 && m_isLoaded)
        reload();
}

void SettingsStaff::reload()
{
    if (std::exchange(m_isAsking, true))
        return;
    showState();
    whenAnswered(m_desk.list(), this, [this](const Result<QList<StaffAccount>>& accounts) {
        m_isAsking = false;
        m_failure = accounts ? std::nullopt : std::optional(accounts.error());
        if (accounts) {
            m_isLoaded = true;
            m_model.assign(*accounts);
            if (!m_table->currentIndex().isValid() && m_model.rowCount() > 0)
                m_table->chooseRow(0);
        } else if (m_failure->code == ErrorCode::RoleForbidden || m_failure->code == ErrorCode::TokenMissing) {
            m_model.clear();
        }
        showState();
    });
}

void SettingsStaff::showState()
{
    const bool isEmpty = m_model.rowCount() == 0;
    m_stack->setCurrentWidget(isEmpty ? static_cast<QWidget*>(m_empty) : m_table);
    if (!isEmpty && isVisible() && std::exchange(m_wantsFocus, false) && !isAncestorOf(QApplication::focusWidget()))
        m_table->setFocus(Qt::OtherFocusReason);
    if (isEmpty && m_failure && m_failure->code == ErrorCode::RoleForbidden)
        m_empty->showEmpty(u"lock"_s, tr("For administrators"),
                           tr("Sign in as one to see the accounts of staff and to change them."));
    else if (isEmpty && m_failure)
        m_empty->showFailed(tr("The accounts could not be read"), errorText(*m_failure), m_failure->message,
                            tr("Try again"));
    else if (isEmpty)
        m_empty->showLoading(tr("Reading the accounts"));
    const StaffAccount* const account = chosen();
    m_new->setEnabled(!isEmpty);
    for (QAction* action : {m_edit, m_password, m_active})
        action->setEnabled(account);
    m_signOut->setEnabled(account && account->sessions > 0);
    const QString active = account && !account->isActive ? tr("Enable") : tr("Disable");
    m_active->setText(active);
    m_active->setToolTip(tr("%1: a disabled account cannot sign in, and is signed out (Ctrl+Shift+D)").arg(active));
}

const StaffAccount* SettingsStaff::chosen() const
{
    const QModelIndex index = m_table->currentIndex();
    return index.isValid() ? &m_model.row(index.row()) : nullptr;
}

void SettingsStaff::openDialog(const StaffAccount* account, bool isForPassword)
{
    auto* dialog = new SettingsAccountDialog(m_desk, account, this);
    connect(dialog, &SettingsAccountDialog::saved, this, &SettingsStaff::tellSaved);
    if (isForPassword)
        dialog->focusPassword();
    dialog->open();
}

void SettingsStaff::create()
{
    openDialog(nullptr, false);
}

void SettingsStaff::edit()
{
    if (chosen())
        openDialog(chosen(), false);
}

void SettingsStaff::resetPassword()
{
    if (chosen())
        openDialog(chosen(), true);
}

/// A password cannot be put back, and nobody's sessions; the rest can.
void SettingsStaff::tellSaved(const StaffAccount& account, const std::optional<StaffAccount>& before)
{
    reload();
    if (!before) {
        m_undo->offer(tr("%1 can sign in now").arg(account.username), [this, account] {
            AccountEdit off;
            off.isActive = false;
            change(account, off, tr("%1 is disabled").arg(account.username), std::nullopt);
        });
        return;
    }
    AccountEdit back;
    if (account.nickname != before->nickname)
        back.nickname = before->nickname;
    if (account.role != before->role)
        back.role = before->role;
    if (account.refundLimitFen != before->refundLimitFen)
        back.refundLimitFen = before->refundLimitFen;
    const QString done = tr("%1 is changed").arg(account.username);
    if (back == AccountEdit())
        return m_undo->tell(done);
    m_undo->offer(done, [this, account, back] {
        change(account, back, tr("%1 is as it was").arg(account.username), std::nullopt);
    });
}

void SettingsStaff::change(const StaffAccount& account, const AccountEdit& edit, const QString& done,
                           const std::optional<AccountEdit>& back)
{
    whenAnswered(m_desk.change(account.id, edit), this, [=, this](const Result<StaffAccount>& changed) {
        if (!changed)
            return tellFailure(changed.error());
        reload();
        if (!back)
            return m_undo->tell(done);
        m_undo->offer(done,
                      [=, this] { change(account, *back, tr("%1 is as it was").arg(account.username), std::nullopt); });
    });
}

void SettingsStaff::toggleActive()
{
    const StaffAccount* const account = chosen();
    if (!account)
        return;
    AccountEdit edit, back;
    edit.isActive = !account->isActive;
    back.isActive = account->isActive;
    change(*account, edit,
           *edit.isActive ? tr("%1 can sign in again").arg(account->username)
                          : tr("%1 is disabled and signed out").arg(account->username),
           back);
}

void SettingsStaff::endSessions()
{
    const StaffAccount* const account = chosen();
    if (!account)
        return;
    whenAnswered(m_desk.endSessions(account->id), this, [this, name = account->username](const Result<int>& ended) {
        if (!ended)
            return tellFailure(ended.error());
        reload();
        m_undo->tell(tr("%1 was signed out in %n place(s)", nullptr, *ended).arg(name));
    });
}

void SettingsStaff::tellFailure(const Error& error)
{
    m_undo->tell(error.code == ErrorCode::IllegalTransition
                     ? tr("This is the last administrator: the store would have none left.")
                     : errorText(error));
}

void SettingsStaff::retranslate()
{
    const std::tuple<QAction*, QString, QString> texts[] = {
        {m_new, tr("New account"), tr("A new account for staff (Ctrl+N)")},
        {m_edit, tr("Change"), tr("Nickname, role, refund limit, password (Enter, Ctrl+E)")},
        {m_password, tr("New password"), tr("Gives the account another password and signs it out (Ctrl+Shift+P)")},
        {m_signOut, tr("Sign out"), tr("Ends all sessions of the account (Ctrl+Shift+O)")},
    };
    for (const auto& [action, text, tip] : texts) {
        action->setText(text);
        action->setToolTip(tip);
    }
    m_table->setAccessibleName(tr("Accounts of staff"));
    m_model.retranslate();
    showState();
}

} // namespace zg::ui
