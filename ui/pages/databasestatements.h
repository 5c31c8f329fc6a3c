// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/statementmodel.h"
#include "ui/pages/pages.h"

#include <QHash>
#include <QSplitter>
#include <QStackedWidget>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QTreeView;

namespace zg::ui {

class EmptyState;
class PlanModel;
class ProgressStrip;
class Segments;
class TableView;

/// The database page's second view: every statement with what it costs; of the selected one its text, its plan as a
/// tree, and on demand the index that would help, tried on a copy. Thread: main.
class DatabaseStatements final : public QSplitter
{
    Q_OBJECT

public:
    explicit DatabaseStatements(const PageContext& context, QWidget* parent = nullptr);
    void show(const telemetry::DatabaseFigures& figures);
    using QSplitter::show;
    void forget(); ///< another run of the node: nothing that was known holds
    void focusSearch();
    void setSearch(const QString& text);
    void retranslate();
    void lookForIndex();
    int current() const { return m_current; } ///< StatementUse::id; 0: none is selected
    StatementModel& model() { return *m_model; }

private:
    struct Known
    {
        Result<telemetry::StatementPlan> plan;
        std::optional<Result<telemetry::IndexAdvice>> advice;
    };
    QWidget* makeList();
    QWidget* makeDetail();
    void connectAll();
    void applySearch(const QString& text);
    void showCurrent();
    void showPlan();
    void showAdvice();
    void askPlan(int statement);
    void askNextPlan();
    QString planState(const Result<telemetry::StatementPlan>& plan) const;
    QString adviceText(const telemetry::IndexAdvice& advice) const;

    const PageContext m_context;
    node::DatabaseDesk& m_desk;
    StatementModel* m_model;
    StatementFilter* m_filter;
    PlanModel* m_planModel;
    QStackedWidget* m_listStack;
    QLineEdit* m_search;
    TableView* m_table;
    EmptyState* m_empty;
    QStackedWidget* m_detailStack;
    EmptyState* m_none;
    QLabel *m_name, *m_planTitle, *m_planNote, *m_verdict;
    QPlainTextEdit* m_text;
    Segments* m_which; // the plan now, or with the index
    QTreeView* m_tree;
    QPushButton* m_look;
    ProgressStrip* m_progress;
    QLineEdit* m_create;
    QPushButton* m_copy;
    QAction* m_lookAction;

    QHash<int, Known> m_known; // by statement
    QSet<int> m_asked;         // plans that were asked for
    int m_current = 0;
    int m_looking = 0;        // the statement an index is looked for
    quint64 m_generation = 0; // answers to older questions are dropped
    bool m_isAskingPlan = false;
};

} // namespace zg::ui
