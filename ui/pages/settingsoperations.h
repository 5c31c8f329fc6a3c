// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/operationmodel.h"
#include "ui/models/tablemodelpager.h"
#include "ui/pages/pages.h"

#include <QTimer>

class QComboBox;
class QLabel;
class QLineEdit;
class QStackedWidget;
class QToolButton;

namespace zg::ui {

class EmptyState;
class ListExportBase;
class ProgressStrip;
class TableView;
class UndoBar;

/// What staff did: who, when, what, on what, before and after, from where. For administrators.
/// Thread: main.
class SettingsOperations final : public QWidget
{
    Q_OBJECT

public:
    explicit SettingsOperations(const PageContext& context, QWidget* parent = nullptr);
    void refresh(const Tick& tick);
    void retranslate();
    void focusSearch();
    void exportTo(const QString& path);
    node::OperationFilter filter() const;

protected:
    void showEvent(QShowEvent* event) override;

private:
    void setupTable();
    void setupFilters();
    void setupActions();
    void reload();
    void askPeople();
    void showState();
    void askExport();
    bool hasFilter() const;

    const PageContext m_context;
    node::OperationDesk& m_desk;
    OperationModel m_model;
    Pager<node::Operation> m_pager;
    QTimer m_typingDelay;
    QLineEdit* m_text;
    QComboBox* m_who;
    QComboBox* m_what;
    QStackedWidget* m_stack;
    TableView* m_table;
    EmptyState* m_empty;
    QLabel* m_count;
    ProgressStrip* m_progress;
    UndoBar* m_undo;
    QAction* m_export;
    ListExportBase* m_run = nullptr;
    bool m_wantsFocus = false; // the arrow keys are to work as soon as there is a list
};

} // namespace zg::ui
