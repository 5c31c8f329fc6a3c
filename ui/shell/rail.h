// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QButtonGroup;
class QLabel;
class QMenu;
class QToolButton;
class QVBoxLayout;

namespace zg::ui {

class Theme;

/// The pages down the left side, the account and the menu at its foot. Collapsed it shows icons alone.
/// Thread: main.
class Rail final : public QWidget
{
    Q_OBJECT

public:
    explicit Rail(Theme& theme, QWidget* parent = nullptr);
    void setMenu(QMenu* menu);
    void openMenu();
    void setCollapsed(bool collapsed);
    bool isCollapsed() const { return m_collapsed; }
    void setCurrent(const QString& pageId);
    void setAccount(const QString& name); ///< empty: nobody is signed in
    void hideAccount();                   ///< there is none to sign in with
    QList<QToolButton*> pageButtons() const { return m_buttons; }

Q_SIGNALS:
    void pageChosen(const QString& pageId);
    void accountClicked();

protected:
    void changeEvent(QEvent* event) override;

private:
    void dress();
    QToolButton* makeButton();

    Theme& m_theme;
    QButtonGroup* m_group;
    QList<QToolButton*> m_buttons;
    QVBoxLayout* m_column;
    QLabel* m_mark;
    QToolButton* m_account = nullptr;
    QToolButton* m_menu = nullptr;
    QString m_accountName;
    bool m_collapsed = false;
};

} // namespace zg::ui
