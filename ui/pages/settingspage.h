// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/pages.h"

class QAction;
class QLabel;
class QStackedWidget;

namespace zg::ui {

class Segments;
class SettingsGeneral;
class SettingsOperations;
class SettingsStaff;

/// The settings, the accounts of staff, and what staff did.
/// Thread: main.
class SettingsPage final : public Page
{
    Q_OBJECT

public:
    enum Section : quint8 { General, Staff, Operations };

    explicit SettingsPage(const PageContext& context, QWidget* parent = nullptr);

    void refresh(const Tick& tick) override;
    void focusSearch() override;
    QList<QAction*> paletteActions() const override; ///< the sections, and what the one that shows can do
    QString unsaved() const override;
    void showSection(int section);

protected:
    void retranslate() override;

private:
    QLabel* m_title;
    Segments* m_sections;
    QStackedWidget* m_stack;
    SettingsGeneral* m_general;
    SettingsStaff* m_staff;
    SettingsOperations* m_operations;
    QAction* m_actions[3];
};

} // namespace zg::ui
