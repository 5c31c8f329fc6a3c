// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/accountmodel.h"
#include "ui/pages/pages.h"

class QHBoxLayout;
class QStackedWidget;

namespace zg::ui {

class EmptyState;
class TableView;
class UndoBar;

/// The accounts of staff: made, changed, disabled, signed out. For administrators.
/// Thread: main.
class SettingsStaff final : public QWidget
{
    Q_OBJECT

public:
    explicit SettingsStaff(const PageContext& context, QWidget* parent = nullptr);
    void refresh(const Tick& tick);
    void retranslate();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void setupTable();
    void setupActions();
    void addButton(QAction*& action, const char* name, const QString& icon, const QKeySequence& keys,
                   void (SettingsStaff::*slot)());
    void reload();
    void showState();
    void create();
    void edit();
    void resetPassword();
    void toggleActive();
    void endSessions();
    void openDialog(const node::StaffAccount* account, bool isForPassword);
    void change(const node::StaffAccount& account, const node::AccountEdit& edit, const QString& done,
                const std::optional<node::AccountEdit>& back);
    void tellSaved(const node::StaffAccount& account, const std::optional<node::StaffAccount>& before);
    void tellFailure(const Error& error);
    const node::StaffAccount* chosen() const;

    const PageContext m_context;
    node::AccountDesk& m_desk;
    AccountModel m_model;
    QHBoxLayout* m_buttons;
    QStackedWidget* m_stack;
    TableView* m_table;
    EmptyState* m_empty;
    UndoBar* m_undo;
    QAction* m_new = nullptr;
    QAction* m_edit = nullptr;
    QAction* m_password = nullptr;
    QAction* m_active = nullptr;
    QAction* m_signOut = nullptr;
    bool m_isAsking = false;
    bool m_isLoaded = false;
    bool m_wantsFocus = false; // the arrow keys are to work as soon as there is a list
    std::optional<Error> m_failure;
};

} // namespace zg::ui
