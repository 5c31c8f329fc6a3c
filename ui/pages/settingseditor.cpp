// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/settingseditor.h"

#include "core/settingkeys.h"
#include "ui/errortext.h"
#include "ui/models/settingtexts.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QStyle>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int fieldWidth = 320;
constexpr auto hidden = "••••••"; // what stands where a password is
} // namespace

SettingsEditor::SettingsEditor(QWidget* parent)
    : QFrame(parent)
    , m_name(new QLabel(this))
    , m_meaning(new QLabel(this))
    , m_fields(new QStackedWidget(this))
    , m_text(new QLineEdit(this))
    , m_choice(new QComboBox(this))
    , m_switch(new QCheckBox(this))
    , m_unit(new QLabel(this))
    , m_remark(new QLabel(this))
    , m_save(new QPushButton(this))
    , m_default(new QPushButton(this))
{
    setObjectName(u"settingEditor"_s);
    m_text->setObjectName(u"settingText"_s);
    m_choice->setObjectName(u"settingChoice"_s);
    m_switch->setObjectName(u"settingSwitch"_s);
    m_save->setObjectName(u"settingSave"_s);
    m_default->setObjectName(u"settingDefault"_s);
    m_remark->setObjectName(u"settingRemark"_s);
    m_name->setProperty("house", u"section"_s);
    for (QLabel* label : {m_meaning, m_unit, m_remark}) {
        label->setProperty("house", u"muted"_s);
        label->setTextFormat(Qt::PlainText);
    }
    for (QLabel* label : {m_meaning, m_remark})
        label->setWordWrap(true);
    m_remark->setMinimumHeight(m_remark->fontMetrics().height()); // its line is kept: nothing jumps when it speaks
    m_save->setProperty("house", u"primary"_s);
    for (QWidget* field :
         {static_cast<QWidget*>(m_text), static_cast<QWidget*>(m_choice), static_cast<QWidget*>(m_switch)}) {
        m_fields->addWidget(field);
        field->installEventFilter(this);
    }
    m_fields->setFixedWidth(fieldWidth);
    m_fields->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto* heading = new QHBoxLayout;
    heading->setSpacing(10);
    heading->addWidget(m_name);
    heading->addWidget(m_meaning, 1);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_fields);
    row->addWidget(m_unit);
    row->addStretch();
    row->addWidget(m_default);
    row->addWidget(m_save);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 8, 0, 0);
    column->setSpacing(8);
    column->addLayout(heading);
    column->addLayout(row);
    column->addWidget(m_remark);
    const auto touched = [this] {
        m_refusal.clear();
        adapt();
    };
    connect(m_text, &QLineEdit::textChanged, this, touched);
    connect(m_choice, &QComboBox::currentIndexChanged, this, touched);
    connect(m_switch, &QCheckBox::toggled, this, touched);
    connect(m_text, &QLineEdit::returnPressed, this, &SettingsEditor::save);
    connect(m_save, &QPushButton::clicked, this, &SettingsEditor::save);
    connect(m_default, &QPushButton::clicked, this, [this] { Q_EMIT changeWanted(m_info.key, std::nullopt); });
    retranslate();
}

QString SettingsEditor::stored() const
{
    if (m_info.inFile)
        return m_info.input == SettingInput::Switch ? (*m_info.inFile).toLower() : *m_info.inFile;
    const QString value = m_info.next.value_or(m_info.value);
    return m_info.input == SettingInput::Choice && value.isEmpty() ? u"none"_s : value;
}

QString SettingsEditor::typed() const
{
    switch (m_info.input) {
    case SettingInput::Choice:
        return m_choice->currentData().toString();
    case SettingInput::Switch:
        return m_switch->isChecked() ? u"true"_s : u"false"_s;
    default:
        return m_text->text().trimmed();
    }
}

bool SettingsEditor::isChanged() const
{
    if (m_info.key.isEmpty() || !m_mayEdit || !m_info.isEditable)
        return false;
    if (m_info.input == SettingInput::Switch)
        return m_switch->isChecked() != (stored() == "true"_L1);
    return typed() != stored();
}

void SettingsEditor::showSetting(const SettingInfo& info, bool mayEdit)
{
    const bool isKept = info.key == m_info.key && isChanged() && mayEdit;
    m_info = info;
    m_mayEdit = mayEdit;
    if (!isKept) {
        m_refusal.clear();
        fill();
    }
    retranslate();
}

void SettingsEditor::fill()
{
    const QSignalBlocker quiet[] = {QSignalBlocker(m_text), QSignalBlocker(m_choice), QSignalBlocker(m_switch)};
    m_choice->clear();
    for (const QString& word : m_info.choices)
        m_choice->addItem(word, word);
    m_choice->setCurrentIndex(m_choice->findData(stored()));
    m_switch->setChecked(stored() == "true"_L1);
    m_text->setText(stored());
    m_fields->setCurrentWidget(m_info.input == SettingInput::Choice
                                   ? static_cast<QWidget*>(m_choice)
                                   : (m_info.input == SettingInput::Switch ? static_cast<QWidget*>(m_switch) : m_text));
}

void SettingsEditor::focusField()
{
    m_fields->currentWidget()->setFocus(Qt::OtherFocusReason);
    m_text->selectAll();
}

void SettingsEditor::setSaving(bool isSaving)
{
    m_isSaving = isSaving;
    adapt();
}

void SettingsEditor::confirmSaved(const QString& key)
{
    if (key == m_info.key)
        m_info.inFile = typed(); // until the settings are shown again
}

void SettingsEditor::refuse(const Error& error)
{
    const bool isThis = error.code == ErrorCode::InvalidArgument && error.field == m_info.key;
    m_refusal = isThis || error.code == ErrorCode::InvalidArgument || error.code == ErrorCode::DependencyDown
                    ? tr("Not saved: %1").arg(error.message)
                    : errorText(error);
    adapt();
    focusField();
}

QString SettingsEditor::trouble() const
{
    if (!isChanged())
        return {};
    const QString text = typed();
    if (text.contains(QString::fromUtf8(hidden)))
        return tr("Type the password too: what is shown here hides it.");
    const SettingKey* const known = findSettingKey(m_info.key);
    if (!known)
        return {};
    Settings scratch;
    const QStringList parts = known->kind.isRepeatable() ? text.split(u',', Qt::SkipEmptyParts) : QStringList{text};
    for (const QString& part : parts)
        if (!known->kind.set(scratch, part.trimmed()))
            return tr("It takes %1.").arg(settingValueText(settingWord(m_info.range)));
    return {};
}

QString SettingsEditor::remark() const
{
    if (!m_refusal.isEmpty())
        return m_refusal;
    if (!m_info.isEditable)
        return tr("It cannot be set in the file: it comes from the environment or the command line alone.");
    if (!m_mayEdit)
        return tr("Only an administrator can change settings.");
    if (const QString text = trouble(); !text.isEmpty())
        return text;
    if (m_info.source == SettingSource::Environment)
        return tr("The environment sets it to %1 and wins: the file counts only without that.").arg(m_info.value);
    if (m_info.source == SettingSource::CommandLine)
        return tr("The command line sets it to %1 and wins: the file counts only without that.").arg(m_info.value);
    if (m_info.next)
        return tr("It is %1 until the node restarts.").arg(settingValueText(m_info.value));
    return m_info.needsRestart ? tr("A change takes effect after a restart.") : tr("A change takes effect at once.");
}

void SettingsEditor::adapt()
{
    const bool isWrong = !trouble().isEmpty();
    const bool mayEdit = m_mayEdit && m_info.isEditable;
    m_fields->setEnabled(mayEdit && !m_isSaving);
    m_save->setEnabled(mayEdit && !m_isSaving && isChanged() && !isWrong);
    m_default->setEnabled(mayEdit && !m_isSaving && m_info.inFile.has_value());
    m_remark->setText(remark());
    m_remark->setProperty("house", isWrong || !m_refusal.isEmpty() ? u"bad"_s : u"muted"_s);
    m_text->setProperty("wrong", isWrong);
    for (QWidget* widget : {static_cast<QWidget*>(m_remark), static_cast<QWidget*>(m_text)}) {
        widget->style()->unpolish(widget);
        widget->style()->polish(widget);
    }
}

void SettingsEditor::save()
{
    if (m_save->isEnabled())
        Q_EMIT changeWanted(m_info.key, typed());
}

bool SettingsEditor::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        if (isChanged()) {
            m_refusal.clear();
            fill();
            adapt();
        } else {
            Q_EMIT left();
        }
        return true;
    }
    const bool isEnter =
        event->type() == QEvent::KeyPress && (static_cast<QKeyEvent*>(event)->key() == Qt::Key_Return ||
                                              static_cast<QKeyEvent*>(event)->key() == Qt::Key_Enter);
    if (isEnter && watched != m_text) {
        save();
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

void SettingsEditor::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void SettingsEditor::retranslate()
{
    m_name->setText(m_info.key);
    m_meaning->setText(settingMeaning(m_info));
    const QString range = settingValueText(settingWord(m_info.range));
    const bool hasRange = m_info.input != SettingInput::Choice && m_info.input != SettingInput::Switch;
    const bool saysUnit =
        m_info.unit.isEmpty() || m_info.input == SettingInput::Duration || m_info.input == SettingInput::Bytes;
    m_unit->setText(!hasRange ? QString() : (saysUnit ? range : QString(range + u' ' + settingWord(m_info.unit))));
    m_switch->setText(tr("On"));
    m_save->setText(tr("Save"));
    m_save->setToolTip(tr("Writes it to the settings file (Enter)"));
    m_default->setText(tr("Back to the default"));
    m_default->setToolTip(tr("Takes it out of the settings file"));
    for (QWidget* field :
         {static_cast<QWidget*>(m_text), static_cast<QWidget*>(m_choice), static_cast<QWidget*>(m_switch)}) {
        field->setAccessibleName(m_info.key);
        field->setToolTip(tr("Enter saves, Esc puts back what was"));
    }
    adapt();
}

} // namespace zg::ui
