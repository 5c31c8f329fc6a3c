// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/settingspage.h"

#include "ui/language.h"
#include "ui/models/settingsmodel.h"
#include "ui/shell/theme.h"
#include "ui/shell/windowstate.h"
#include "ui/widgets/badgedelegate.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/escapeclears.h"
#include "ui/widgets/tabletools.h"
#include "ui_settingspage.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

const QString languages[] = {{}, u"zh_CN"_s, u"en"_s};
const QString closings[] = {{}, u"keep"_s, u"close"_s}; // what the window does when it is closed; empty: it asks

} // namespace

SettingsPage::SettingsPage(const PageContext& context, QWidget* parent)
    : Page("settings", parent)
    , m_context(context)
    , m_ui(std::make_unique<Ui::SettingsPage>())
    , m_model(new SettingsModel(this))
    , m_filter(new SettingsFilter(this))
    , m_empty(new EmptyState(context.theme, this))
    , m_copyAction(new QAction(this))
{
    m_ui->setupUi(this);
    setupTable();
    setupLooks();
    setupActions();
    retranslate();
}

SettingsPage::~SettingsPage() = default;

void SettingsPage::setupTable()
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
    connect(m_ui->search, &QLineEdit::textChanged, this, &SettingsPage::applyFilter);
    connect(m_empty, &EmptyState::buttonClicked, m_ui->search, &QLineEdit::clear);
}

void SettingsPage::setupLooks()
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
    connect(&m_context.theme, &Theme::changed, this, &SettingsPage::showLooks);
    connect(&m_context.language, &Language::changed, this, &SettingsPage::showLooks);
}

void SettingsPage::setupActions()
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

void SettingsPage::retranslate()
{
    m_ui->title->setText(title());
    m_ui->search->setPlaceholderText(tr("Search settings"));
    m_ui->search->setToolTip(tr("Search settings (Ctrl+F)"));
    m_ui->search->setAccessibleName(tr("Search settings"));
    m_ui->table->setAccessibleName(title());
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
    showLooks();
    applyFilter(m_ui->search->text());
}

void SettingsPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    m_model->assign(m_context.node.settings());
    applyFilter(m_ui->search->text());
    showLooks(); // the window may have asked meanwhile
}

void SettingsPage::showLooks()
{
    m_copyAction->setIcon(m_context.theme.icon(u"copy"_s));
    m_ui->theme->setCurrent(int(m_context.theme.mode()));
    const auto* found = std::find(std::begin(languages), std::end(languages), m_context.language.choice());
    m_ui->language->setCurrent(int(found - std::begin(languages)));
    const auto* closing =
        std::find(std::begin(closings), std::end(closings), m_context.state.value(u"window/onClose"_s).toString());
    m_ui->closing->setCurrent(closing == std::end(closings) ? 0 : int(closing - std::begin(closings)));
}

void SettingsPage::applyFilter(const QString& text)
{
    m_filter->setText(text);
    const bool isEmpty = m_filter->rowCount() == 0 && !text.isEmpty();
    if (isEmpty)
        m_empty->showEmpty(u"search"_s, tr("No setting has “%1”").arg(text),
                           tr("Try a shorter word, or part of a name."), tr("Clear search"));
    m_ui->stack->setCurrentWidget(isEmpty ? static_cast<QWidget*>(m_empty) : m_ui->table);
}

void SettingsPage::focusSearch()
{
    m_ui->search->setFocus(Qt::ShortcutFocusReason);
    m_ui->search->selectAll();
}

} // namespace zg::ui
