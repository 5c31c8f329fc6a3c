// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/ordersactions.h"

#include "core/money.h"
#include "ui/answer.h"
#include "ui/errortext.h"
#include "ui/pages/ordersdetail.h"
#include "ui/pages/ordersshiplistdialog.h"
#include "ui/pages/ordersshipsheet.h"
#include "ui/shell/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/paper.h"
#include "ui/widgets/progressstrip.h"
#include "ui/widgets/tableview.h"
#include "ui/widgets/undobar.h"

#include <QApplication>
#include <QMessageBox>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace zg::ui {

using shop::Order;
using shop::OrderStatus;

OrdersActions::OrdersActions(node::OrderDesk& desk, OrderModel& model, TableView& table, OrdersDetail& detail,
                             Theme& theme, QWidget* page)
    : QObject(page)
    , m_desk(desk)
    , m_model(model)
    , m_table(table)
    , m_detail(detail)
    , m_theme(theme)
    , m_page(page)
{
    const struct
    {
        QAction** action;
        const char16_t* icon;
        QKeySequence keys;
    } rows[] = {
        {&pack, u"box", Qt::Key_F11},
        {&ship, u"truck", Qt::CTRL | Qt::Key_T},
        {&shipFile, u"import", Qt::CTRL | Qt::Key_I},
        {&approve, u"undo", Qt::CTRL | Qt::SHIFT | Qt::Key_A},
        {&refuse, u"close", Qt::CTRL | Qt::SHIFT | Qt::Key_R},
        {&print, u"print", Qt::CTRL | Qt::Key_P},
        {&pdf, u"file", Qt::CTRL | Qt::SHIFT | Qt::Key_P},
        {&pickList, u"table", Qt::CTRL | Qt::Key_L},
        {&pickPdf, u"file", Qt::CTRL | Qt::SHIFT | Qt::Key_L},
        {&customer, u"user", Qt::CTRL | Qt::Key_U},
        {&exportSheet, u"export", Qt::CTRL | Qt::Key_E},
        {&reload, u"refresh", Qt::Key_F5},
    };
    for (const auto& row : rows) {
        QAction* action = *row.action = new QAction(page);
        const QString icon = QString::fromUtf16(row.icon);
        action->setIcon(theme.icon(icon));
        connect(&theme, &Theme::changed, action, [action, icon, &theme] { action->setIcon(theme.icon(icon)); });
        action->setShortcut(row.keys);
        action->setShortcutContext(Qt::WindowShortcut); // of the page that is visible, wherever the focus is
        page->addAction(action);
    }
    connect(ship, &QAction::triggered, this, &OrdersActions::shipSelected);
    connect(approve, &QAction::triggered, this, [this] { askRefund(true); });
    connect(refuse, &QAction::triggered, this, [this] { askRefund(false); });
    connect(shipFile, &QAction::triggered, this, &OrdersActions::openShipFile);
    connect(print, &QAction::triggered, this, [this] { askPrint(Print::Slips); });
    connect(pdf, &QAction::triggered, this, [this] { askPdf(Print::Slips); });
    connect(pickList, &QAction::triggered, this, [this] { askPrint(Print::PickList); });
    connect(pickPdf, &QAction::triggered, this, [this] { askPdf(Print::PickList); });
    connect(&detail, &OrdersDetail::shipWanted, this, &OrdersActions::shipOne);
    connect(&detail, &OrdersDetail::refundWanted, this, [this](OrderId, bool isApproved) { askRefund(isApproved); });
    connect(table.selectionModel(), &QItemSelectionModel::selectionChanged, this, &OrdersActions::updateEnabled);
    for (QAction* action : {ship, approve, refuse, print, pdf, pickList, pickPdf, customer})
        table.addAction(action);
    updateEnabled();
    retranslate();
}

void OrdersActions::attach(Banner& banner, UndoBar& undo, ProgressStrip& progress, WindowState& state)
{
    m_banner = &banner;
    m_undo = &undo;
    m_progress = &progress;
    m_state = &state;
    banner.setDismissable(true);
}

QList<QAction*> OrdersActions::all() const
{
    return {pack, ship, shipFile, approve, refuse, print, pdf, pickList, pickPdf, customer, exportSheet, reload};
}

void OrdersActions::retranslate()
{
    const QHash<QAction*, std::pair<QString, QString>> texts{
        {pack,
         {tr("Pack"), tr("Packs and ships one order after the other, full screen, by scanner or keyboard alone")}},
        {ship, {tr("Ship"), tr("Ships what is selected; several at once in a sheet")}},
        {shipFile,
         {tr("Ship from a list…"), tr("Pasted or from a file: order number and tracking number, one row each")}},
        {approve, {tr("Approve the refund…"), tr("Gives the money back and puts the stock back")}},
        {refuse, {tr("Refuse the refund…"), tr("The order goes back to be shipped")}},
        {print, {tr("Print packing slips"), tr("Prints a packing slip for every selected order")}},
        {pdf, {tr("Packing slips as PDF…"), tr("Saves the packing slips of the selected orders as one PDF")}},
        {pickList, {tr("Print a pick list"), tr("What is to be fetched for all selected orders, summed by product")}},
        {pickPdf, {tr("Pick list as PDF…"), tr("Saves the pick list of the selected orders as PDF")}},
        {customer, {tr("Customer…"), tr("The customer of the order: sums and last orders")}},
        {exportSheet, {tr("Export…"), tr("Writes every order of this list, with its items, to a CSV or XLSX file")}},
        {reload, {tr("Refresh"), tr("Reads the list again")}},
    };
    for (auto it = texts.cbegin(); it != texts.cend(); ++it) {
        it.key()->setText(it->first);
        it.key()->setToolTip(it->second % u" ("_s % it.key()->shortcut().toString(QKeySequence::NativeText) % u")"_s);
    }
}

QList<Order> OrdersActions::selected() const
{
    QList<Order> orders;
    for (const int row : m_table.selectedRowNumbers())
        orders += m_model.row(row);
    return orders;
}

void OrdersActions::updateEnabled()
{
    bool any = false;
    bool isPaid = false;
    // A selection of a hundred thousand is not walked at every key: the first page of it tells enough.
    const QList<int> rows = m_table.selectedRowNumbers();
    for (const int row : rows.mid(0, 100)) {
        any = true;
        isPaid = isPaid || m_model.row(row).status == OrderStatus::Paid;
    }
    const bool isRefunding = rows.size() == 1 && m_detail.order().status == OrderStatus::Refunding;
    ship->setEnabled(isPaid || (rows.size() > 100));
    approve->setEnabled(isRefunding);
    refuse->setEnabled(isRefunding);
    customer->setEnabled(m_detail.order().id.isSet());
    for (QAction* action : {print, pdf, pickList, pickPdf})
        action->setEnabled(any && !m_paper);
}

void OrdersActions::answered(OrderId id, const Result<Order>& answer, const QString& text)
{
    const bool isShown = m_detail.order().id == id;
    if (answer) {
        if (isShown) {
            m_detail.setBusy(false);
            // The field goes with the deed: on with the arrow keys, to the next one.
            if (m_detail.isAncestorOf(QApplication::focusWidget()))
                m_table.setFocus(Qt::OtherFocusReason);
        } else {
            m_detail.keepTyped(id, {});
        }
        Q_EMIT changed(*answer);
        m_undo->tell(text);
        return;
    }
    if (isShown)
        m_detail.refuse(answer.error());
    else
        m_banner->say(Tone::Bad, tr("Order %1: %2").arg(id.value).arg(errorText(answer.error())),
                      answer.error().message);
    // What refused it is news: the list shows the order as it is now.
    whenAnswered(m_desk.find(id), this, [this](const Result<Order>& fresh) {
        if (fresh)
            Q_EMIT changed(*fresh);
    });
}

void OrdersActions::shipOne(OrderId id, const QString& trackingNo)
{
    m_detail.setBusy(true);
    const QString number = m_detail.order().orderNo;
    whenAnswered(m_desk.ship(id, trackingNo), this, [this, id, number](const Result<Order>& answer) {
        answered(id, answer, tr("Order %1 is shipped").arg(number));
    });
}

void OrdersActions::shipSelected()
{
    const QList<Order> orders = selected();
    if (orders.size() == 1) {
        m_detail.focusTracking();
        return;
    }
    auto* sheet = new OrdersShipSheet(m_desk, orders, m_theme, m_page);
    sheet->setObjectName(u"shipSheet"_s);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    sheet->begin(m_detail.typed());
    connect(sheet, &OrdersShipSheet::shipped, this, [this](const Order& order) {
        m_detail.keepTyped(order.id, {});
        Q_EMIT changed(order);
    });
    connect(sheet, &OrdersShipSheet::left, this, [this](const QHash<OrderId, QString>& typed) {
        int kept = 0;
        for (auto it = typed.cbegin(); it != typed.cend(); ++it) {
            m_detail.keepTyped(it.key(), it.value());
            kept += it->isEmpty() ? 0 : 1;
        }
        if (kept > 0)
            m_undo->tell(tr("%n tracking number(s) kept until these orders are shipped", nullptr, kept));
    });
    connect(sheet, &OrdersShipSheet::settled, this, [this](int shipped, int refused) {
        const QString text = tr("%n order(s) shipped", nullptr, shipped);
        m_undo->tell(refused == 0 ? text : text + u", "_s + tr("%n refused", nullptr, refused));
    });
    sheet->open();
}

void OrdersActions::openShipFile()
{
    auto* dialog = new OrdersShipListDialog(m_desk, m_theme, m_page);
    dialog->setObjectName(u"shipList"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &OrdersShipListDialog::shipped, this, [this](const Order& order) {
        m_detail.keepTyped(order.id, {});
        Q_EMIT changed(order);
    });
    dialog->open();
}

void OrdersActions::askRefund(bool isApproved)
{
    const Order order = m_detail.order();
    if (order.status != OrderStatus::Refunding)
        return;
    auto* box = new QMessageBox(QMessageBox::NoIcon, tr("Refund"), QString(), QMessageBox::NoButton, m_page);
    box->setObjectName(u"refundQuestion"_s);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    const QString money = yuanText(order.totalFen);
    box->setText(isApproved ? tr("Give %1 back to %2?").arg(money, customerText(order))
                            : tr("Refuse %2 the refund of %1?").arg(money, customerText(order)));
    box->setInformativeText(
        tr("Order %1.").arg(order.orderNo) + u' ' +
        (isApproved ? tr("The stock is put back. This cannot be undone.") : tr("The order goes back to be shipped.")));
    QPushButton* yes =
        box->addButton(isApproved ? tr("Refund %1").arg(money) : tr("Refuse"), QMessageBox::DestructiveRole);
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    connect(yes, &QPushButton::clicked, this, [this, id = order.id, isApproved] { decideRefund(id, isApproved); });
    box->open();
}

void OrdersActions::decideRefund(OrderId id, bool isApproved)
{
    m_detail.setBusy(true);
    const QString number = m_detail.order().orderNo;
    whenAnswered(m_desk.decideRefund(id, isApproved), this,
                 [this, id, number, isApproved](const Result<Order>& answer) {
                     answered(id, answer,
                              isApproved ? tr("Order %1 is refunded").arg(number)
                                         : tr("The refund of order %1 is refused").arg(number));
                 });
}

} // namespace zg::ui
