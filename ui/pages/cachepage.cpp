// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cachepage.h"

#include "ui/models/cachefamilymodel.h"
#include "ui/models/cachetexts.h"
#include "ui/models/hotkeymodel.h"
#include "ui/models/misscausemodel.h"
#include "ui/shell/theme.h"
#include "ui/shell/windowstate.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/causebars.h"
#include "ui/widgets/causepaint.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/escapeclears.h"
#include "ui/widgets/factlist.h"
#include "ui/widgets/usebar.h"
#include "ui_cachepage.h"

#include <QAction>
#include <QResizeEvent>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int widthForTwo = 900; // below, the causes and the hottest keys would be narrower than their columns
constexpr int widthForThree = 760;
constexpr int familyRows = 4;
constexpr int hotRows = 11; // as high as the causes with their bars beside it

} // namespace

CachePage::CachePage(const PageContext& context, QWidget* parent)
    : Page("cache", parent)
    , m_context(context)
    , m_ui(std::make_unique<Ui::CachePage>())
    , m_families(new CacheFamilyModel(this))
    , m_causes(new MissCauseModel(this))
    , m_hot(new HotKeyModel(this))
    , m_bars(new CauseBars(context.theme, this))
    , m_use(new UseBar(context.theme, this))
    , m_banner(new Banner(context.theme, this))
    , m_empty(new EmptyState(context.theme, this))
    , m_noHits(new EmptyState(context.theme, this))
    , m_guards(new FactList(this))
    , m_writeBehind(new FactList(this))
    , m_redis(new FactList(this))
    , m_lookUpAction(new QAction(this))
    , m_dropAction(new QAction(this))
    , m_dropFamilyAction(new QAction(this))
{
    m_ui->setupUi(this);
    setupTables();
    setupFacts();
    setupActions();
    m_range = CacheMeter::Range(std::clamp(m_context.state.value(u"cache/range"_s, 0).toInt(), 0, 1));
    retranslate();
    m_ui->range->setCurrent(int(m_range));
    connect(&m_context.theme, &Theme::changed, this, &CachePage::dressIcons);
    dressIcons();
    updateActions();
}

CachePage::~CachePage() = default;

/// So high that its rows need no scroll bar of their own.
void CachePage::fitHeight(TableView* table, int rows)
{
    const int frame = 2 * table->frameWidth();
    table->setFixedHeight(table->horizontalHeader()->sizeHint().height() +
                          rows * table->verticalHeader()->defaultSectionSize() + frame + 4);
}

void CachePage::setupTables()
{
    TableView* families = m_ui->families;
    families->setModel(m_families);
    families->dress(m_context.theme);
    families->setSelectionMode(QAbstractItemView::SingleSelection);
    for (int i = 0; i < m_families->columnCount(); ++i)
        families->horizontalHeader()->resizeSection(i, i == CacheFamilyModel::Name ? 150 : 88);
    m_context.state.remember(u"cache/families"_s, families->horizontalHeader());
    families->setGivingWay(CacheFamilyModel::Name,
                           {CacheFamilyModel::Evictions, CacheFamilyModel::Negative, CacheFamilyModel::Stale,
                            CacheFamilyModel::Loads, CacheFamilyModel::MeanLoad, CacheFamilyModel::Entries,
                            CacheFamilyModel::Bytes, CacheFamilyModel::Misses});
    fitHeight(families, familyRows);
    connect(families->selectionModel(), &QItemSelectionModel::selectionChanged, this, &CachePage::updateActions);

    m_ui->missColumn->insertWidget(1, m_bars);
    TableView* causes = m_ui->causes;
    causes->setModel(m_causes);
    causes->dress(m_context.theme);
    causes->setItemDelegateForColumn(0, new CauseDelegate(m_context.theme, this));
    causes->verticalHeader()->setDefaultSectionSize(causes->fontMetrics().height() + 6);
    causes->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // its place would be a cause's
    causes->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    causes->horizontalHeader()->setStretchLastSection(false);
    causes->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    fitHeight(causes, telemetry::missCauseCount);

    TableView* hot = m_ui->hot;
    hot->setModel(m_hot);
    hot->dress(m_context.theme);
    hot->setSelectionMode(QAbstractItemView::SingleSelection);
    hot->horizontalHeader()->resizeSection(HotKeyModel::FamilyName, 110);
    hot->horizontalHeader()->resizeSection(HotKeyModel::Share, 110);
    m_context.state.remember(u"cache/hot"_s, hot->horizontalHeader());
    hot->setGivingWay(HotKeyModel::Name, {HotKeyModel::FamilyName});
    m_ui->hotStack->addWidget(m_noHits);
    m_ui->hotStack->setMinimumHeight(hotRows * hot->verticalHeader()->defaultSectionSize());
    connect(hot, &TableView::rowActivated, this, [this](int row) {
        const auto& key = m_hot->row(row);
        search(key.family + u' ' + key.key);
    });
    connect(hot, &QTableView::doubleClicked, hot,
            [hot](const QModelIndex& index) { Q_EMIT hot->rowActivated(index.row()); });
}

void CachePage::setupFacts()
{
    m_ui->useRow->insertWidget(1, m_use);
    m_ui->useText->setFont(Theme::figureFont());
    m_ui->saved->setFont(Theme::figureFont());
    for (FactList* facts : {m_guards, m_writeBehind, m_redis})
        m_ui->bottom->addWidget(facts, 1, Qt::AlignTop);
    m_ui->banners->addWidget(m_banner);
    m_banner->setDismissable(true);
    m_ui->stack->addWidget(m_empty);
    m_ui->stack->setCurrentWidget(m_empty);
    m_ui->middle->setStretch(0, 1);
    m_ui->middle->setStretch(1, 1);
    m_ui->useRow->setStretch(m_ui->useRow->count() - 1, 1); // the label has the rest of the line
}

void CachePage::setupActions()
{
    new EscapeClears(m_ui->key);
    m_dropAction->setShortcut(Qt::CTRL | Qt::Key_D);
    m_dropFamilyAction->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_D);
    connect(m_lookUpAction, &QAction::triggered, this, &CachePage::lookUp);
    connect(m_dropAction, &QAction::triggered, this, &CachePage::dropKey);
    connect(m_dropFamilyAction, &QAction::triggered, this, &CachePage::dropFamily);
    for (QAction* action : {m_lookUpAction, m_dropAction, m_dropFamilyAction}) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(action);
    }
    m_ui->lookUp->setDefaultAction(m_lookUpAction);
    m_ui->drop->setDefaultAction(m_dropAction);
    m_ui->dropFamily->setDefaultAction(m_dropFamilyAction);
    connect(m_ui->key, &QLineEdit::returnPressed, m_lookUpAction, &QAction::trigger);
    connect(m_ui->key, &QLineEdit::textChanged, this, &CachePage::updateActions);
    connect(m_banner, &Banner::actionClicked, this, [this] {
        if (!m_found.isEmpty())
            drop(m_found);
    });
    connect(m_ui->range, &Segments::currentChanged, this, [this](int index) {
        m_range = CacheMeter::Range(index);
        m_context.state.setValue(u"cache/range"_s, index);
        showFamilies();
    });
}

void CachePage::retranslate()
{
    m_ui->title->setText(title());
    m_ui->range->setLabels({tr("Last minute"), tr("Since start")});
    m_ui->range->setAccessibleName(tr("What the counts cover"));
    m_ui->key->setPlaceholderText(tr("A product's number, or a key as in the list of hottest keys"));
    m_ui->key->setToolTip(tr("A product's number, a key as in the list of hottest keys, or a request's path (Ctrl+F)"));
    m_ui->key->setAccessibleName(tr("Key to look up"));
    m_lookUpAction->setText(tr("Look up"));
    m_lookUpAction->setToolTip(tr("Show what is cached under this key (Enter in the field)"));
    m_dropAction->setText(tr("Drop key"));
    m_dropAction->setToolTip(tr("Take this key out of memory and Redis; the next reader loads it again (Ctrl+D)"));
    m_dropFamilyAction->setText(tr("Drop family"));
    m_dropFamilyAction->setToolTip(
        tr("Take all keys of the chosen family out of memory and Redis; readers load them again (Ctrl+Shift+D)"));
    m_ui->familiesLabel->setText(tr("Families"));
    m_ui->families->setAccessibleName(tr("Families of keys"));
    m_ui->missesLabel->setText(tr("Why memory did not have it"));
    m_ui->causes->setAccessibleName(tr("Misses by cause and family"));
    m_ui->hotLabel->setText(tr("Hottest keys"));
    m_ui->hot->setAccessibleName(tr("Hottest keys"));
    m_noHits->showEmpty(u"cache"_s, tr("No hits yet"), tr("The keys that memory answers for most often show here."));
    m_empty->showLoading(tr("Waiting for the first figures…"));
    m_guards->setHeading(tr("Guards"));
    m_writeBehind->setHeading(tr("Edits on their way to the database"));
    m_redis->setHeading(u"Redis"_s);
    m_families->retranslate();
    m_causes->retranslate();
    m_hot->retranslate();
    m_banner->clear(); // what it said was in the other language
    m_found.clear();
    showFigures(m_shown);
}

void CachePage::dressIcons()
{
    m_lookUpAction->setIcon(m_context.theme.icon(u"search"_s));
    m_dropAction->setIcon(m_context.theme.icon(u"trash"_s));
    m_dropFamilyAction->setIcon(m_context.theme.icon(u"trash"_s));
}

void CachePage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    arrange();
}

void CachePage::arrange()
{
    m_ui->middle->setDirection(width() >= widthForTwo ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_ui->bottom->setDirection(width() >= widthForThree ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_ui->useRow->setDirection(width() >= widthForThree ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_ui->saved->setAlignment((width() >= widthForThree ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

void CachePage::refresh(const Tick& tick)
{
    m_meter.push(tick.snapshot);
    const bool isFirst = m_ui->stack->currentWidget() == m_empty && !tick.snapshot.cacheFamilies.isEmpty();
    if (isFirst) {
        m_ui->stack->setCurrentWidget(m_ui->scroll);
        if (!m_ui->key->hasFocus())
            takeFocus();
    }
    if (isFirst || tick.count % 4 == 0) // nobody reads figures that change four times a second
        showFigures(tick.snapshot);
}

void CachePage::focusSearch()
{
    m_ui->key->setFocus(Qt::ShortcutFocusReason);
    m_ui->key->selectAll();
}

} // namespace zg::ui
