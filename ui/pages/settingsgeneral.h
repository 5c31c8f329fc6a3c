// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/pages.h"

#include <memory>

class QLabel;
class QPushButton;

namespace Ui {
class SettingsGeneral;
}

namespace zg::ui {

class EmptyState;
class SettingsEditor;
class SettingsFilter;
class SettingsModel;
class UndoBar;

/// Every setting with its meaning, what it takes and where its value comes from, the chosen one to be edited; and how
/// the window looks.
/// Thread: main.
class SettingsGeneral final : public QWidget
{
    Q_OBJECT

public:
    explicit SettingsGeneral(const PageContext& context, QWidget* parent = nullptr);
    ~SettingsGeneral() override;
    Q_DISABLE_COPY_MOVE(SettingsGeneral)

    void focusSearch();
    void retranslate();
    void reload(); ///< the settings as they are now
    QString unsaved() const;

protected:
    void showEvent(QShowEvent* event) override;

private:
    void setupTable();
    void setupEditor();
    void setupLooks();
    void setupActions();
    void applyFilter(const QString& text);
    void showLooks();
    void showChosen();
    void showWaiting();
    void restart();
    void change(const QString& key, const std::optional<QString>& value, bool isUndo);
    void tellChange(const node::SettingChange& change, bool isUndo);
    bool isAdmin() const;

    const PageContext m_context;
    const std::unique_ptr<Ui::SettingsGeneral> m_ui;
    SettingsModel* m_model;
    SettingsFilter* m_filter;
    EmptyState* m_empty;
    SettingsEditor* m_editor;
    UndoBar* m_undo;
    QAction* m_copyAction;
    QWidget* m_waiting;
    QLabel* m_waitingText;
    QPushButton* m_restart;
    bool m_isRestarting = false;
};

} // namespace zg::ui
