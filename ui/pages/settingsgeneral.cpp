// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/settingsgeneral.h"

#include "ui/language.h"
#include "ui/models/settingsmodel.h"
#include "ui/pages/settingseditor.h"
#include "ui/shell/theme.h"
#include "ui/shell/windowstate.h"
#include "ui/widgets/badgedelegate.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/escapeclears.h"
#include "ui/widgets/tabletools.h"
#include "ui/widgets/undobar.h"
#include "ui_settingsgeneral.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

const QString languages[] = {{}, u"zh_CN"_s, u"en"_s};
const QString closings[] = {{}, u"keep"_s, u"close"_s}; // what the window does when it is closed; empty: it asks

} // namespace

SettingsGeneral::SettingsGeneral(const PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_ui(std::make_unique<Ui::SettingsGeneral>())
    , m_model(new SettingsModel(this))
    , m_filter(new SettingsFilter(this))
    , m_empty(new EmptyState(context.theme, this))
    , m_editor(new SettingsEditor(this))
    , m_undo(new UndoBar(context.theme, this))
    , m_copyAction(new QAction(this))
    , m_waiting(new QWidget(this))
    , m_waitingText(new QLabel(m_waiting))
    , m_restart(new QPushButton(m_waiting))
{
    m_ui->setupUi(this);
    setupTable();
    setupEditor();
    setupLooks();
    setupActions();
    retranslate();
}

SettingsGeneral::~SettingsGeneral() = default;

void SettingsGeneral::setupTable()
{
    m_filter->setSourceModel(m_model);
    m_ui->table->setModel(m_filter);
    m_ui->table->setItemDelegateForColumn(SettingsModel::Source, new BadgeDelegate(m_context.theme, this));
    dressTable(m_ui->table);
    addCopyAction(m_ui->table, m_context.theme);
    QHeaderView* header = m_ui->table->horizontalHeader();
    header->setStretchLastSection(false);
    static constexpr int widths[] = {210, 190, 116, 420, 160, 124};
    for (int i = 0; i < int(std::size(widths)); ++i)
        header->resizeSection(i, widths[i]);
    m_context.state.remember(u"settings/table"_s, header);
    m_ui->table->setGivingWay(SettingsModel::Meaning, {SettingsModel::Restart, SettingsModel::RangeText});
    m_ui->stack->addWidget(m_empty);
    new EscapeClears(m_ui->search);
    connect(m_ui->search, &QLineEdit::textChanged, this, &SettingsGeneral::applyFilter);
    connect(m_empty, &EmptyState::buttonClicked, m_ui->search, &QLineEdit::clear);
}

void SettingsGeneral::setupLooks()
{
    connect(m_ui->theme, &Segments::currentChanged, this, [this](int index) {
        m_context.state.setValue(u"look/theme"_s, index);
        m_context.theme.setMode(Theme::Mode(index));
    });
    connect(m_ui->language, &Segments::currentChanged, this, [this](int index) {
        m_context.state.setValue(u"look/language"_s, languages[index]);
        m_context.language.setChoice(languages[index]);
    });
    connect(m_ui->closing, &Segments::currentChanged, this,
            [this](int index) { m_context.state.setValue(u"window/onClose"_s, closings[index]); });
    connect(&m_context.theme, &Theme::changed, this, &SettingsGeneral::showLooks);
    connect(&m_context.language, &Language::changed, this, &SettingsGeneral::showLooks);
}

void SettingsGeneral::setupActions()
{
    connect(m_copyAction, &QAction::triggered, this, [this] {
        m_ui->table->clearSelection();
        QGuiApplication::clipboard()->setText(tableAsTsv(*m_ui->table));
    });
    m_copyAction->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_C);
    m_copyAction->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(m_copyAction);
    m_ui->copy->setDefaultAction(m_copyAction);
}

void SettingsGeneral::retranslate()
{
    m_ui->search->setPlaceholderText(tr("Search settings"));
    m_ui->search->setToolTip(tr("Search settings (Ctrl+F)"));
    m_ui->search->setAccessibleName(tr("Search settings"));
    m_ui->table->setAccessibleName(tr("Settings"));
    m_copyAction->setText(tr("Copy as TSV"));
    m_copyAction->setToolTip(tr("Copy all settings that are shown, for a spreadsheet (Ctrl+Shift+C)"));
    m_ui->themeLabel->setText(tr("Appearance"));
    m_ui->languageLabel->setText(tr("Language"));
    m_ui->theme->setAccessibleName(tr("Appearance"));
    m_ui->language->setAccessibleName(tr("Language"));
    m_ui->theme->setLabels({tr("Like the system"), tr("Light"), tr("Dark")});
    m_ui->language->setLabels({tr("Like the system"), u"简体中文"_s, u"English"_s});
    m_ui->closingLabel->setText(tr("Closing the window"));
    m_ui->closing->setAccessibleName(tr("Closing the window"));
    m_ui->closing->setLabels({tr("Asks"), tr("Keeps the store open"), tr("Closes the store")},
                             {{}, tr("It goes on serving from the tray, where the desktop has one"), {}});
    m_ui->help->setText(
        tr("Set on the command line as --name value, in the environment as ZHANGGUI_NAME, or in the settings "
           "file; later ones win in the order file, environment, command line."));
    m_model->retranslate();
    m_restart->setText(tr("Restart the node"));
    m_restart->setToolTip(tr("Requests under way are answered first; then the store is away for some seconds"));
    showChosen();
    showWaiting();
    showLooks();
    applyFilter(m_ui->search->text());
}

void SettingsGeneral::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    reload();
    showLooks(); // the window may have asked meanwhile
}

void SettingsGeneral::showLooks()
{
    m_copyAction->setIcon(m_context.theme.icon(u"copy"_s));
    m_ui->theme->setCurrent(int(m_context.theme.mode()));
    const auto* found = std::find(std::begin(languages), std::end(languages), m_context.language.choice());
    m_ui->language->setCurrent(int(found - std::begin(languages)));
    const auto* closing =
        std::find(std::begin(closings), std::end(closings), m_context.state.value(u"window/onClose"_s).toString());
    m_ui->closing->setCurrent(closing == std::end(closings) ? 0 : int(closing - std::begin(closings)));
}

void SettingsGeneral::applyFilter(const QString& text)
{
    m_filter->setText(text);
    const bool isEmpty = m_filter->rowCount() == 0 && !text.isEmpty();
    if (isEmpty)
        m_empty->showEmpty(u"search"_s, tr("No setting has “%1”").arg(text),
                           tr("Try a shorter word, or part of a name."), tr("Clear search"));
    m_ui->stack->setCurrentWidget(isEmpty ? static_cast<QWidget*>(m_empty) : m_ui->table);
}

void SettingsGeneral::focusSearch()
{
    m_ui->search->setFocus(Qt::ShortcutFocusReason);
    m_ui->search->selectAll();
}

} // namespace zg::ui
