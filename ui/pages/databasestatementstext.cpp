// SPDX-License-Identifier: GPL-3.0-or-later
// What the statements' view says of the selected one.
#include "ui/errortext.h"
#include "ui/format.h"
#include "ui/models/planmodel.h"
#include "ui/pages/databasestatements.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/segments.h"
#include "ui/widgets/tableview.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTreeView>

namespace zg::ui {

using namespace Qt::StringLiterals;
using telemetry::IndexAdvice;
using telemetry::StatementPlan;
using Verdict = telemetry::IndexAdvice::Verdict;

QString DatabaseStatements::planState(const Result<StatementPlan>& plan) const
{
    if (!plan)
        return tr("The database gives no plan. %1").arg(errorText(plan.error()));
    if (plan->steps.isEmpty())
        return tr("A statement of this kind has no plan.");
    return {};
}

void DatabaseStatements::showPlan()
{
    const auto known = m_known.constFind(m_current);
    const bool isKnown = known != m_known.cend();
    const bool hasAfter = isKnown && known->advice && *known->advice && (*known->advice)->verdict == Verdict::Helps;
    m_which->setVisible(hasAfter);
    StatementPlan plan;
    QString note = isKnown ? planState(known->plan) : tr("Asking for the plan…");
    if (hasAfter && m_which->current() == 1) {
        plan = (*known->advice)->after;
        note.clear();
    } else if (isKnown && known->plan) {
        plan = *known->plan;
    }
    m_planModel->show(plan);
    m_tree->expandAll();
    m_planNote->setText(note);
    m_planNote->setToolTip(isKnown && !known->plan ? known->plan.error().message : QString());
    m_planNote->setVisible(!note.isEmpty());
}

QString DatabaseStatements::adviceText(const IndexAdvice& advice) const
{
    const QString copy = tr("Tried on a copy of %1 rows; the store was only read.").arg(countText(advice.sampledRows));
    switch (advice.verdict) {
    case Verdict::Helps:
        //: Two sentences, one after the other; Chinese has no space between them.
        return tr("%1 %2").arg(tr("With this index the plan is better."), copy);
    case Verdict::NotNeeded:
        return tr("No index is missing: it reads no whole table and sorts nothing.");
    case Verdict::SmallTable:
        return tr("No index would help: there is so little in the table that reading all of it is quickest.");
    case Verdict::NoneHelps:
        break;
    }
    return tr("%1 %2").arg(tr("None of %n index(es) that were tried made the plan better.", nullptr, advice.tried),
                           copy);
}

void DatabaseStatements::showAdvice()
{
    const auto known = m_known.constFind(m_current);
    const bool isLooking = m_looking != 0;
    m_look->setEnabled(!isLooking && m_current > 0);
    m_lookAction->setEnabled(m_look->isEnabled());
    const bool isTold = !(isLooking && m_looking == m_current) && known != m_known.cend() && known->advice;
    m_verdict->setVisible(isTold);
    const bool helps = isTold && *known->advice && (*known->advice)->verdict == Verdict::Helps;
    if (isTold) {
        const auto& advice = *known->advice;
        m_verdict->setText(advice ? adviceText(*advice) : tr("No index was tried. %1").arg(errorText(advice.error())));
        m_verdict->setToolTip(advice ? QString() : advice.error().message);
        if (helps) {
            m_create->setText(advice->statement);
            m_create->setCursorPosition(0);
        }
    }
    m_create->setVisible(helps);
    m_copy->setVisible(helps);
    showPlan();
}

void DatabaseStatements::retranslate()
{
    m_search->setPlaceholderText(tr("Search statements"));
    m_search->setToolTip(tr("Search names, texts and plans (Ctrl+F)"));
    m_search->setAccessibleName(tr("Search statements"));
    m_table->setAccessibleName(tr("Statements"));
    m_none->showEmpty(u"database"_s, tr("No statement is selected"), tr("Choose one to see its text and its plan."));
    m_text->setAccessibleName(tr("Text of the statement"));
    m_planTitle->setText(tr("Plan"));
    m_which->setLabels({tr("Now"), tr("With the index")});
    m_which->setAccessibleName(tr("Plan"));
    m_tree->setAccessibleName(tr("Plan"));
    m_lookAction->setText(tr("Look for an index"));
    m_look->setText(tr("Look for an index"));
    m_look->setToolTip(tr("Tries indexes on a copy of a part of the store (Ctrl+I)"));
    m_create->setAccessibleName(tr("The statement that makes the index"));
    m_create->setToolTip(tr("To be run when the shop is quiet: making an index takes a while"));
    m_copy->setText(tr("Copy"));
    m_copy->setToolTip(tr("Copy the statement"));
    m_model->retranslate();
    m_planModel->retranslate();
    applySearch(m_search->text());
    showPlan();
    showAdvice();
}

} // namespace zg::ui
