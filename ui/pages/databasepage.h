// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/pages.h"

#include <memory>

namespace Ui {
class DatabasePage;
}

namespace zg::ui {

class Banner;
class DatabaseConnections;
class DatabaseStatements;
class EmptyState;
class UndoBar;

/// The database: every connection and what it does, and how large the pool has to be; every statement with what it
/// costs, its plan, and the index that would help. It asks its desk while it is on screen. Thread: main.
class DatabasePage final : public Page
{
    Q_OBJECT

public:
    explicit DatabasePage(const PageContext& context, QWidget* parent = nullptr);
    ~DatabasePage() override;

    void refresh(const Tick& tick) override;
    void focusSearch() override;
    void search(const QString& text) override;

    enum View : quint8 { Connections, Statements };
    void showView(int view);
    void applySize(int size, bool isUndo = false); ///< of the pool

protected:
    void retranslate() override;

private:
    void ask();
    void showFigures(const Result<telemetry::DatabaseFigures>& figures);
    void showWhoMayApply();
    void restart();
    QWidget* viewWidget(int view) const;

    const PageContext m_context;
    node::DatabaseDesk& m_desk;
    const std::unique_ptr<Ui::DatabasePage> m_ui;
    Banner* m_banner;
    EmptyState* m_empty;
    UndoBar* m_undo;
    DatabaseConnections* m_connections;
    DatabaseStatements* m_statements;
    QList<QAction*> m_viewActions;
    quint64 m_generation = 0; // of the node that runs: answers about an earlier one are dropped
    bool m_isAsking = false;
    bool m_hasFigures = false;
    bool m_isPostgreSql = false;
};

} // namespace zg::ui
