// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/ordersdetail.h"

#include "core/money.h"
#include "ui/errortext.h"
#include "ui/format.h"
#include "ui/shell/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/ordertimeline.h"
#include "ui/widgets/tableview.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace zg::ui {

using shop::OrderStatus;

namespace {

constexpr int maxTracking = 64; // what fits on a label, and the store's column

QLabel* label(QWidget* parent, const QString& house)
{
    auto* made = new QLabel(parent);
    made->setProperty("house", house);
    made->setTextFormat(Qt::PlainText);
    made->setWordWrap(true);
    made->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return made;
}

} // namespace

OrdersDetail::OrdersDetail(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState(theme, this))
    , m_banner(new Banner(theme, this))
    , m_theme(theme)
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(16, 0, 0, 0);
    outer->addWidget(m_stack);
    m_stack->addWidget(m_empty);
    m_stack->setMinimumWidth(300); // below it the list would rather have the room
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(makeBody(theme));
    scroll->viewport()->setAutoFillBackground(false);
    scroll->widget()->setAutoFillBackground(false);
    m_stack->addWidget(scroll);
    connect(m_ship, &QPushButton::clicked, this, &OrdersDetail::wantShip);
    connect(m_tracking, &QLineEdit::returnPressed, this, &OrdersDetail::wantShip);
    connect(m_tracking, &QLineEdit::textChanged, this, &OrdersDetail::fillDeeds);
    connect(m_tracking, &QLineEdit::textChanged, this, &OrdersDetail::tellTyped);
    connect(m_approve, &QPushButton::clicked, this, [this] { Q_EMIT refundWanted(m_order.id, true); });
    connect(m_refuse, &QPushButton::clicked, this, [this] { Q_EMIT refundWanted(m_order.id, false); });
    connect(m_copy, &QToolButton::clicked, this, &OrdersDetail::copyAddress);
    connect(&theme, &Theme::changed, this, [this] { fill(); });
    retranslate();
    showNothing();
}

QWidget* OrdersDetail::makeBody(Theme& theme)
{
    auto* body = new QWidget(this);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 4, 8);
    column->setSpacing(6);
    m_number = label(body, u"headline"_s);
    m_status = label(body, QString());
    m_facts = label(body, u"muted"_s);
    auto* head = new QHBoxLayout;
    head->addWidget(m_number, 1);
    head->addWidget(m_status);
    m_status->setWordWrap(false);
    column->addLayout(head);
    m_customer = new QToolButton(body);
    m_customer->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_customer->setIcon(theme.icon(u"user"_s));
    connect(&theme, &Theme::changed, m_customer, [this, &theme] { m_customer->setIcon(theme.icon(u"user"_s)); });
    connect(m_customer, &QToolButton::clicked, this, [this] { Q_EMIT customerWanted(m_order.userId); });
    auto* who = new QHBoxLayout;
    who->addWidget(m_customer);
    who->addWidget(m_facts, 1);
    column->addLayout(who);
    column->addSpacing(6);
    column->addWidget(m_banner);
    column->addLayout(makeDeeds());
    m_hint = label(body, u"muted"_s);
    column->addWidget(m_hint);
    column->addSpacing(10);

    m_table = new TableView(body);
    m_table->setModel(&m_items);
    m_table->dress(theme);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    QHeaderView* header = m_table->horizontalHeader();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(OrderItemModel::NameColumn, QHeaderView::Stretch);
    column->addWidget(m_table);
    m_total = label(body, u"section"_s);
    m_total->setAlignment(Qt::AlignRight);
    m_total->setContentsMargins(0, 0, 11, 0); // below the amounts
    column->addWidget(m_total);
    column->addSpacing(10);

    m_addressTitle = label(body, u"section"_s);
    m_copy = new QToolButton(body);
    m_copy->setIcon(theme.icon(u"copy"_s));
    connect(&theme, &Theme::changed, m_copy, [this, &theme] { m_copy->setIcon(theme.icon(u"copy"_s)); });
    auto* addressHead = new QHBoxLayout;
    addressHead->addWidget(m_addressTitle);
    addressHead->addWidget(m_copy);
    addressHead->addStretch();
    column->addLayout(addressHead);
    m_address = label(body, QString());
    column->addWidget(m_address);
    m_remarkTitle = label(body, u"section"_s);
    m_remark = label(body, QString());
    column->addSpacing(10);
    column->addWidget(m_remarkTitle);
    column->addWidget(m_remark);
    column->addSpacing(10);
    m_historyTitle = label(body, u"section"_s);
    column->addWidget(m_historyTitle);
    column->addSpacing(4);
    m_timeline = new OrderTimeline(theme, body);
    column->addWidget(m_timeline);
    column->addStretch();
    return body;
}

QLayout* OrdersDetail::makeDeeds()
{
    m_tracking = new QLineEdit(this);
    m_tracking->setMaxLength(maxTracking);
    m_ship = new QPushButton(this);
    m_approve = new QPushButton(this);
    m_refuse = new QPushButton(this);
    for (QPushButton* button : {m_ship, m_approve, m_refuse})
        button->setAutoDefault(false);
    m_ship->setProperty("house", u"primary"_s);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_tracking, 1);
    row->addWidget(m_ship);
    row->addWidget(m_approve);
    row->addWidget(m_refuse);
    row->addStretch();
    return row;
}

void OrdersDetail::showOrder(const shop::Order& order)
{
    const bool isSame = order.id == m_order.id;
    if (isSame && order.version < m_order.version)
        return; // an answer that was overtaken
    if (!isSame) {
        m_typed = typed();
        const QSignalBlocker quiet(m_tracking);
        m_tracking->setText(m_typed.take(order.id));
        m_banner->clear();
        m_isBusy = false;
    }
    const bool isListForm = order.history.isEmpty();
    const bool isNews = !isSame || order.version != m_order.version;
    const QList<shop::HistoryEntry> history = m_order.history;
    const QString userName = m_order.userName;
    m_order = order;
    if (order.status != OrderStatus::Paid && order.status != OrderStatus::Refunding) {
        const QSignalBlocker quiet(m_tracking);
        m_tracking->clear(); // shipped, or over: there is nothing left to be typed for
    }
    if (isListForm && isSame)
        m_order.history = history;
    if (order.userName.isEmpty() && isSame)
        m_order.userName = userName;
    if (isSame && isNews)
        m_banner->clear();
    m_stack->setCurrentIndex(1);
    fill();
    tellTyped();
    if (isListForm && isNews)
        Q_EMIT historyWanted(order.id);
}

void OrdersDetail::showNothing()
{
    m_typed = typed();
    m_order = {};
    const QSignalBlocker quiet(m_tracking);
    m_tracking->clear();
    m_stack->setCurrentIndex(0);
}

void OrdersDetail::setBusy(bool isBusy)
{
    m_isBusy = isBusy;
    fillDeeds();
}

void OrdersDetail::refuse(const Error& error)
{
    setBusy(false);
    const QString kept = m_order.status == OrderStatus::Paid && !m_tracking->text().isEmpty()
                             ? u' ' + tr("The tracking number is kept.")
                             : QString();
    m_banner->say(Tone::Bad, errorText(error) + kept, error.message);
}

void OrdersDetail::focusTracking()
{
    if (m_tracking->isVisible()) {
        m_tracking->setFocus(Qt::ShortcutFocusReason);
        m_tracking->selectAll();
    }
}

QString OrdersDetail::trackingTyped() const
{
    return m_tracking->text().trimmed();
}

QHash<OrderId, QString> OrdersDetail::typed() const
{
    QHash<OrderId, QString> all = m_typed;
    if (m_order.id.isSet() && !m_tracking->text().isEmpty())
        all.insert(m_order.id, m_tracking->text());
    return all;
}

void OrdersDetail::keepTyped(OrderId id, const QString& trackingNo)
{
    if (id == m_order.id)
        m_tracking->setText(trackingNo);
    else if (trackingNo.isEmpty())
        m_typed.remove(id);
    else
        m_typed.insert(id, trackingNo);
    tellTyped();
}

void OrdersDetail::tellTyped()
{
    const QHash<OrderId, QString> now = typed();
    const QSet<OrderId> ids(now.keyBegin(), now.keyEnd());
    if (ids == m_toldTyped)
        return;
    m_toldTyped = ids;
    Q_EMIT typedChanged();
}

void OrdersDetail::wantShip()
{
    if (!m_isBusy && m_order.status == OrderStatus::Paid && !trackingTyped().isEmpty())
        Q_EMIT shipWanted(m_order.id, trackingTyped());
}

void OrdersDetail::copyAddress()
{
    if (m_order.address)
        QGuiApplication::clipboard()->setText(m_address->text());
}

} // namespace zg::ui
