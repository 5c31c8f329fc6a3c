// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/databasepage.h"

#include "ui/answer.h"
#include "ui/errortext.h"
#include "ui/format.h"
#include "ui/pages/databaseconnections.h"
#include "ui/pages/databasestatements.h"
#include "ui/shell/windowstate.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/undobar.h"
#include "ui_databasepage.h"

#include <QAction>
#include <QApplication>

namespace zg::ui {

using namespace Qt::StringLiterals;

DatabasePage::DatabasePage(const PageContext& context, QWidget* parent)
    : Page("database", parent)
    , m_context(context)
    , m_desk(context.node.database())
    , m_ui(std::make_unique<Ui::DatabasePage>())
    , m_banner(new Banner(context.theme, this))
    , m_empty(new EmptyState(context.theme, this))
    , m_undo(new UndoBar(context.theme, this))
    , m_connections(new DatabaseConnections(context, this))
    , m_statements(new DatabaseStatements(context, this))
{
    m_ui->setupUi(this);
    m_ui->bannerPlace->addWidget(m_banner);
    for (QWidget* widget :
         {static_cast<QWidget*>(m_empty), static_cast<QWidget*>(m_connections), static_cast<QWidget*>(m_statements)})
        m_ui->stack->addWidget(widget);
    for (const int view : {Connections, Statements}) {
        auto* action = new QAction(this);
        action->setShortcut(QKeySequence(Qt::ALT | Qt::Key(Qt::Key_1 + view)));
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, [this, view] { showView(view); });
        addAction(action);
        m_viewActions.append(action);
    }
    connect(m_ui->view, &Segments::currentChanged, this, &DatabasePage::showView);
    connect(m_connections, &DatabaseConnections::applyAsked, this, [this](int size) { applySize(size); });
    connect(&m_context.node, &NodeControl::stateChanged, this, &DatabasePage::restart);
    connect(&m_context.node.staff(), &node::StaffDesk::currentChanged, this, &DatabasePage::showWhoMayApply);
    retranslate();
    m_ui->stack->setCurrentWidget(m_empty);
    m_ui->view->setCurrent(qBound(0, m_context.state.value(u"database/view"_s, 0).toInt(), 1));
    showWhoMayApply();
}

DatabasePage::~DatabasePage() = default;

QWidget* DatabasePage::viewWidget(int view) const
{
    return view == Statements ? static_cast<QWidget*>(m_statements) : m_connections;
}

void DatabasePage::showView(int view)
{
    m_ui->view->setCurrent(view);
    m_context.state.setValue(u"database/view"_s, view);
    setFocusProxy(viewWidget(view)->focusProxy());
    if (!m_hasFigures || m_ui->stack->currentWidget() == viewWidget(view))
        return;
    const QWidget* focus = QApplication::focusWidget();
    const bool isWithin = focus && m_ui->stack->isAncestorOf(focus); // else the next field that takes it has it
    m_ui->stack->setCurrentWidget(viewWidget(view));
    if (isWithin)
        focusProxy()->setFocus(Qt::OtherFocusReason);
}

void DatabasePage::refresh(const Tick& tick)
{
    const bool isQuick = m_ui->view->current() == Connections; // cells move; a table of sums is read
    if (!m_isAsking && (tick.count % (isQuick ? 2 : 4) == 0 || !m_hasFigures))
        ask();
}

void DatabasePage::ask()
{
    m_isAsking = true;
    whenAnswered(m_desk.figures(), this, [this, generation = m_generation](const auto& figures) {
        m_isAsking = false;
        if (generation == m_generation)
            showFigures(figures);
    });
}

void DatabasePage::showFigures(const Result<telemetry::DatabaseFigures>& figures)
{
    if (!figures) {
        if (m_hasFigures)
            m_banner->say(Tone::Warning, tr("These figures are from before. %1").arg(errorText(figures.error())),
                          figures.error().message);
        else
            m_empty->showFailed(tr("There are no figures of the database"), errorText(figures.error()),
                                figures.error().message);
        return;
    }
    if (figures->problem.isEmpty())
        m_banner->clear();
    else
        m_banner->say(Tone::Bad, tr("No connection can be made. Those that are open go on working."), figures->problem);
    m_isPostgreSql = figures->isPostgreSql;
    m_ui->engine->setText(m_isPostgreSql ? u"PostgreSQL"_s : u"SQLite"_s);
    m_connections->show(*figures);
    m_statements->show(*figures);
    if (!m_hasFigures) {
        m_hasFigures = true;
        showView(m_ui->view->current());
    }
}

/// Another run of the node: its statements have other numbers.
void DatabasePage::restart()
{
    ++m_generation;
    m_isAsking = false;
    if (m_context.node.state() == node::State::Starting || m_context.node.state() == node::State::Stopped)
        m_statements->forget();
}

void DatabasePage::showWhoMayApply()
{
    const auto member = m_context.node.staff().current();
    m_connections->setMayApply(member && member->role == u"admin"_s);
}

void DatabasePage::applySize(int size, bool isUndo)
{
    whenAnswered(m_desk.setMaximumPoolSize(size), this, [this, size, isUndo](const Result<int>& before) {
        if (!before) {
            m_banner->say(Tone::Bad, tr("The pool stays as it was. %1").arg(errorText(before.error())),
                          before.error().message);
            return;
        }
        ask();
        if (isUndo)
            m_undo->tell(tr("The pool has %n connection(s) at most again", nullptr, size));
        else
            m_undo->offer(tr("%n connection(s) at most until the next start; it was %1", nullptr, size).arg(*before),
                          [this, was = *before] { applySize(was, true); });
    });
}

void DatabasePage::focusSearch()
{
    showView(Statements);
    m_statements->focusSearch();
}

void DatabasePage::search(const QString& text)
{
    showView(Statements);
    m_statements->setSearch(text);
}

void DatabasePage::retranslate()
{
    m_ui->title->setText(title());
    m_ui->view->setLabels({tr("Connections"), tr("Statements")}, {tr("The pool, its waits and its size (Alt+1)"),
                                                                  tr("What they cost, and their plans (Alt+2)")});
    m_ui->view->setAccessibleName(tr("View"));
    m_viewActions.at(Connections)->setText(tr("Show the connections"));
    m_viewActions.at(Statements)->setText(tr("Show the statements"));
    if (!m_hasFigures)
        m_empty->showLoading(tr("Asking the database's figures…"));
    m_connections->retranslate();
    m_statements->retranslate();
}

} // namespace zg::ui
