// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/pages.h"

#include <memory>

namespace Ui {
class SettingsPage;
}

namespace zg::ui {

class EmptyState;
class SettingsFilter;
class SettingsModel;

/// Every setting with its meaning, what it takes and where its value comes from; and how the window looks.
/// Thread: main.
class SettingsPage final : public Page
{
    Q_OBJECT

public:
    explicit SettingsPage(const PageContext& context, QWidget* parent = nullptr);
    ~SettingsPage() override;

    void focusSearch() override;

protected:
    void retranslate() override;
    void showEvent(QShowEvent* event) override;

private:
    void setupTable();
    void setupLooks();
    void setupActions();
    void applyFilter(const QString& text);
    void showLooks();

    const PageContext m_context;
    const std::unique_ptr<Ui::SettingsPage> m_ui;
    SettingsModel* m_model;
    SettingsFilter* m_filter;
    EmptyState* m_empty;
    QAction* m_copyAction;
};

} // namespace zg::ui
