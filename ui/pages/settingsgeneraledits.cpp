// SPDX-License-Identifier: GPL-3.0-or-later
// What is changed of the settings: the editor below the table, undo, and the restart that some of it waits for.
#include "ui/answer.h"
#include "ui/errortext.h"
#include "ui/models/settingsmodel.h"
#include "ui/models/settingtexts.h"
#include "ui/pages/settingseditor.h"
#include "ui/pages/settingsgeneral.h"
#include "ui/widgets/undobar.h"
#include "ui_settingsgeneral.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTimer>

namespace zg::ui {

using namespace Qt::StringLiterals;
using node::State;

void SettingsGeneral::setupEditor()
{
    m_waiting->setObjectName(u"waiting"_s);
    m_restart->setObjectName(u"restart"_s);
    m_waitingText->setProperty("house", u"muted"_s);
    auto* row = new QHBoxLayout(m_waiting);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_waitingText);
    row->addWidget(m_restart);
    row->addStretch();
    m_ui->column->addWidget(m_waiting);
    m_ui->column->addWidget(m_editor);
    connect(m_ui->table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &SettingsGeneral::showChosen);
    connect(m_ui->table, &TableView::rowActivated, m_editor, &SettingsEditor::focusField);
    connect(m_editor, &SettingsEditor::left, m_ui->table, qOverload<>(&QWidget::setFocus));
    connect(m_editor, &SettingsEditor::changeWanted, this,
            [this](const QString& key, const std::optional<QString>& value) { change(key, value, false); });
    connect(m_restart, &QPushButton::clicked, this, &SettingsGeneral::restart);
    connect(&m_context.node.staff(), &node::StaffDesk::currentChanged, this, &SettingsGeneral::showChosen);
    connect(&m_context.node, &NodeControl::stateChanged, this, [this](State state) {
        if (state == State::Serving || state == State::Degraded || state == State::Failed)
            m_isRestarting = false;
        reload();
    });
}

bool SettingsGeneral::isAdmin() const
{
    const auto member = m_context.node.staff().current();
    return member && member->role == "admin"_L1;
}

void SettingsGeneral::reload()
{
    m_model->assign(m_context.node.settings());
    applyFilter(m_ui->search->text());
    if (!m_ui->table->currentIndex().isValid() && m_filter->rowCount() > 0)
        m_ui->table->setCurrentIndex(m_filter->index(0, 0));
    showChosen();
    showWaiting();
}

void SettingsGeneral::showChosen()
{
    const QModelIndex index = m_filter->mapToSource(m_ui->table->currentIndex());
    m_editor->setVisible(index.isValid());
    if (index.isValid())
        m_editor->showSetting(m_model->row(index.row()), isAdmin());
}

void SettingsGeneral::showWaiting()
{
    const int count = m_model->waiting();
    m_waiting->setVisible(count > 0 || m_isRestarting);
    // What came below the table took its room; the chosen row is not to be hidden by it.
    QTimer::singleShot(0, m_ui->table, [table = m_ui->table] {
        if (table->currentIndex().isValid())
            table->scrollTo(table->currentIndex());
    });
    m_waitingText->setText(m_isRestarting ? tr("The node restarts with the new settings.")
                                          : tr("%n change(s) take effect after a restart", nullptr, count));
    m_restart->setVisible(!m_isRestarting);
    m_restart->setEnabled(isAdmin());
}

/// The node carries out both, one after the other.
void SettingsGeneral::restart()
{
    m_isRestarting = true;
    showWaiting();
    m_context.node.stop();
    m_context.node.start();
}

void SettingsGeneral::change(const QString& key, const std::optional<QString>& value, bool isUndo)
{
    m_editor->setSaving(true);
    whenAnswered(m_context.node.settingDesk().change(key, value), this,
                 [this, key, isUndo](const Result<node::SettingChange>& changed) {
                     m_editor->setSaving(false);
                     if (!changed) {
                         if (isUndo)
                             m_undo->tell(errorText(changed.error()));
                         else
                             m_editor->refuse(changed.error());
                         return;
                     }
                     m_editor->confirmSaved(key);
                     reload();
                     tellChange(*changed, isUndo);
                 });
}

void SettingsGeneral::tellChange(const node::SettingChange& change, bool isUndo)
{
    if (change.before == change.after)
        return m_undo->tell(tr("%1 is as it was").arg(change.key));
    const SettingInfo* const info = m_model->find(change.key);
    const bool isOverridden = change.wins == SettingSource::Environment || change.wins == SettingSource::CommandLine;
    QString text = tr("%1 is saved and in force").arg(change.key);
    if (isOverridden)
        text =
            tr("%1 is saved in the file; the %2 still wins").arg(change.key, settingSourceText(change.wins).toLower());
    else if (info && info->next)
        text = tr("%1 is saved and takes effect after a restart").arg(change.key);
    if (isUndo)
        m_undo->tell(text);
    else
        m_undo->offer(text, [this, key = change.key, before = change.before] { this->change(key, before, true); });
}

QString SettingsGeneral::unsaved() const
{
    return m_editor->isChanged() ? m_editor->key() : QString();
}

} // namespace zg::ui
