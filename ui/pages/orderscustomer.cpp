// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/orderscustomer.h"

#include "core/money.h"
#include "ui/answer.h"
#include "ui/errortext.h"
#include "ui/format.h"
#include "ui/shell/theme.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/tableview.h"

#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <numeric>

using namespace Qt::StringLiterals;

namespace zg::ui {

using shop::OrderStatus;

OrdersCustomer::OrdersCustomer(node::OrderDesk& desk, Theme& theme, QWidget* parent)
    : QDialog(parent)
    , m_desk(desk)
    , m_stack(new QStackedWidget(this))
    , m_state(new EmptyState(theme, this))
    , m_name(new QLabel(this))
    , m_facts(new QLabel(this))
    , m_note(new QLabel(this))
    , m_table(new TableView(this))
    , m_close(new QPushButton(this))
    , m_filter(new QPushButton(this))
{
    setWindowTitle(tr("Customer"));
    resize(820, 560);
    setupLayout(theme);
    connect(m_state, &EmptyState::buttonClicked, this, &OrdersCustomer::ask);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_filter, &QPushButton::clicked, this, [this] {
        accept();
        Q_EMIT filterWanted(m_id);
    });
    connect(m_table, &TableView::rowActivated, this, [this](int row) {
        const OrderId id = m_orders.row(row).id;
        accept();
        Q_EMIT orderWanted(id);
    });
}

void OrdersCustomer::setupLayout(Theme& theme)
{
    auto* body = new QWidget(this);
    m_name->setProperty("house", u"title"_s);
    m_facts->setProperty("house", u"muted"_s);
    m_note->setProperty("house", u"muted"_s);
    m_note->setWordWrap(true);
    for (QLabel* label : {m_name, m_facts, m_note}) {
        label->setTextFormat(Qt::PlainText);
        label->setParent(body);
    }
    auto* figures = new QGridLayout;
    figures->setHorizontalSpacing(40);
    figures->setVerticalSpacing(2);
    for (int i = 0; i < 5; ++i) {
        m_titles += new QLabel(body);
        m_figures += new QLabel(body);
        m_titles.last()->setProperty("house", u"muted"_s);
        m_figures.last()->setProperty("house", u"headline"_s);
        m_figures.last()->setFont(Theme::figureFont());
        figures->addWidget(m_titles.last(), 0, i);
        figures->addWidget(m_figures.last(), 1, i);
    }
    figures->setColumnStretch(5, 1);
    m_table->setModel(&m_orders);
    m_table->dress(theme);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setItemDelegateForColumn(OrderModel::StatusColumn, new DotDelegate(theme, m_table));
    m_table->setColumnHidden(OrderModel::CustomerColumn, true);
    m_table->setColumnHidden(OrderModel::TrackingColumn, true);
    m_table->setAccessibleName(tr("The last orders"));
    m_table->setColumnWidth(OrderModel::NumberColumn, 170);
    m_table->setColumnWidth(OrderModel::TimeColumn, 146);
    m_table->setColumnWidth(OrderModel::TotalColumn, 104);
    m_table->setColumnWidth(OrderModel::StatusColumn, 130);
    m_table->setGivingWay(OrderModel::ItemsColumn, {});
    m_close->setText(tr("Close"));
    m_close->setToolTip(tr("Esc"));
    m_filter->setText(tr("Only their orders in the list"));
    m_filter->setToolTip(tr("Filters the list of orders by this customer (Ctrl+Enter)"));
    m_filter->setShortcut(Qt::CTRL | Qt::Key_Return);
    m_filter->setProperty("house", u"primary"_s);
    for (QPushButton* button : {m_close, m_filter})
        button->setAutoDefault(false);
    auto* inner = new QVBoxLayout(body);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(10);
    inner->addWidget(m_name);
    inner->addWidget(m_facts);
    inner->addLayout(figures);
    inner->addWidget(m_note);
    inner->addWidget(m_table, 1);
    m_stack->addWidget(m_state);
    m_stack->addWidget(body);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_close);
    buttons->addWidget(m_filter);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(12);
    column->addWidget(m_stack, 1);
    column->addLayout(buttons);
}

void OrdersCustomer::show(UserId id)
{
    m_id = id;
    ask();
    open();
}

void OrdersCustomer::ask()
{
    m_state->showLoading(tr("Looking the customer up"));
    m_stack->setCurrentIndex(0);
    m_filter->setEnabled(false);
    whenAnswered(m_desk.customer(m_id), this, [this](const Result<shop::Customer>& customer) {
        if (!customer) {
            m_state->showFailed(tr("The customer could not be read"), errorText(customer.error()),
                                customer.error().message, tr("Try again"));
            return;
        }
        m_customer = *customer;
        fill();
    });
}

void OrdersCustomer::fill()
{
    m_stack->setCurrentIndex(1);
    m_filter->setEnabled(true);
    m_name->setText(m_customer.name);
    m_facts->setText(tr("Customer no. %1 · since %2").arg(m_customer.id.value).arg(localTimeText(m_customer.since)));
    m_facts->setToolTip(utcTimeText(m_customer.since));
    const auto& counts = m_customer.counts;
    const auto of = [&](OrderStatus status) { return counts.at(size_t(status)); };
    const qint64 all = std::accumulate(counts.cbegin(), counts.cend(), qint64(0));
    const qint64 paid = of(OrderStatus::Paid) + of(OrderStatus::Shipped) + of(OrderStatus::Completed) +
                        of(OrderStatus::Refunding) + of(OrderStatus::Refunded);
    const QString count = m_customer.isCapped ? QString(countText(all) % u'+') : countText(all);
    const std::pair<QString, QString> figures[] = {
        {tr("Orders"), count},
        {tr("Paid"), yuanText(m_customer.paidFen)},
        {tr("Given back"), yuanText(m_customer.refundedFen)},
        {tr("Average order"), paid > 0 ? yuanText(m_customer.paidFen / paid) : u"–"_s},
        {tr("To be shipped"), countText(of(OrderStatus::Paid))},
    };
    for (int i = 0; i < m_figures.size(); ++i) {
        m_titles.at(i)->setText(figures[i].first);
        m_figures.at(i)->setText(figures[i].second);
        m_figures.at(i)->setAccessibleName(QString(figures[i].first % u": "_s % figures[i].second));
    }
    m_note->setText(tr("The sums are of the newest %1 orders; there may be older ones.")
                        .arg(countText(shop::Customer::mostCounted)));
    m_note->setVisible(m_customer.isCapped);
    m_orders.assign(m_customer.lastOrders);
    if (m_orders.rowCount() > 0)
        m_table->chooseRow(0);
    m_table->setFocus();
}

QString OrdersCustomer::figure(int at) const
{
    return m_figures.at(at)->text();
}

} // namespace zg::ui
