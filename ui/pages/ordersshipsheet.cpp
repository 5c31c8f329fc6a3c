// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/ordersshipsheet.h"

#include "ui/answer.h"
#include "ui/errortext.h"
#include "ui/shell/theme.h"
#include "ui/widgets/batch.h"
#include "ui/widgets/progressstrip.h"
#include "ui/widgets/tableview.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace zg::ui {

OrdersShipSheet::OrdersShipSheet(node::OrderDesk& desk, const QList<shop::Order>& orders, Theme& theme, QWidget* parent)
    : QDialog(parent)
    , m_desk(desk)
    , m_help(new QLabel(this))
    , m_table(new TableView(this))
    , m_progress(new ProgressStrip(this))
    , m_paste(new QPushButton(this))
    , m_ship(new QPushButton(this))
    , m_close(new QPushButton(this))
{
    QList<ShipRow> rows;
    for (const shop::Order& order : orders)
        if (order.status == shop::OrderStatus::Paid)
            rows += ShipRow{order.id,
                            order.orderNo,
                            order.address ? order.address->name : customerText(order),
                            itemsText(order),
                            {},
                            {},
                            false};
    m_model.assign(rows);
    const int leftOut = int(orders.size() - rows.size());
    setWindowTitle(tr("Ship %n order(s)", nullptr, int(rows.size())));
    resize(860, 460);
    QString help =
        tr("Type the tracking numbers, or paste them one a line (Ctrl+V). A row without a number is not shipped.");
    if (leftOut > 0)
        help += u' ' + tr("%n of the chosen orders are not waiting to be shipped and are left out.", nullptr, leftOut);
    m_help->setText(help);
    m_help->setWordWrap(true);
    m_help->setProperty("house", u"muted"_s);
    m_table->setModel(&m_model);
    m_table->dress(theme);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::AllEditTriggers);
    m_table->installEventFilter(this);
    m_table->setAccessibleName(windowTitle());
    const QList<int> widths{170, 110, 210, 190};
    for (int i = 0; i < widths.size(); ++i)
        m_table->setColumnWidth(i, widths.at(i));
    m_table->setCurrentIndex(m_model.index(0, OrderShipModel::TrackingColumn));
    m_paste->setText(tr("Paste"));
    m_paste->setToolTip(tr("Pastes tracking numbers from the current row on, one a line (Ctrl+V)"));
    m_ship->setProperty("house", u"primary"_s);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_paste);
    buttons->addWidget(m_progress, 1);
    buttons->addStretch();
    buttons->addWidget(m_close);
    buttons->addWidget(m_ship);
    for (QPushButton* button : {m_paste, m_close, m_ship})
        button->setAutoDefault(false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(12);
    column->addWidget(m_help);
    column->addWidget(m_table, 1);
    column->addLayout(buttons);
    connect(&m_model, &OrderShipModel::typed, this, &OrdersShipSheet::showState);
    connect(m_paste, &QPushButton::clicked, this, &OrdersShipSheet::pasteNumbers);
    connect(m_ship, &QPushButton::clicked, this, &OrdersShipSheet::ship);
    connect(m_close, &QPushButton::clicked, this, &OrdersShipSheet::reject);
    connect(m_progress, &ProgressStrip::cancelled, this, &OrdersShipSheet::reject);
    m_table->setFocus();
    showState();
}

bool OrdersShipSheet::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->matches(QKeySequence::Paste)) {
        pasteNumbers();
        return true;
    }
    return QDialog::eventFilter(watched, event);
}

void OrdersShipSheet::pasteNumbers()
{
    m_model.paste(qMax(0, m_table->currentIndex().row()), QGuiApplication::clipboard()->text());
}

void OrdersShipSheet::begin(const QHash<OrderId, QString>& typed)
{
    for (int row = 0; row < m_model.rowCount(); ++row)
        if (const QString number = typed.value(m_model.row(row).id); !number.isEmpty())
            m_model.paste(row, number);
}

QList<ShipRow> OrdersShipSheet::ready() const
{
    QList<ShipRow> rows;
    for (const ShipRow& row : m_model.rows())
        if (!row.isShipped && !row.trackingNo.isEmpty())
            rows += row;
    return rows;
}

void OrdersShipSheet::showState()
{
    const int count = int(ready().size());
    m_ship->setText(tr("Ship %n order(s)", nullptr, count));
    m_ship->setShortcut(Qt::CTRL | Qt::Key_Return); // a new text drops it
    m_ship->setToolTip(tr("Marks them as shipped (Ctrl+Enter)"));
    m_ship->setEnabled(count > 0 && !m_batch);
    m_paste->setEnabled(!m_batch);
    m_close->setText(m_batch ? tr("Stop") : tr("Close"));
}

void OrdersShipSheet::ship()
{
    const QList<ShipRow> rows = ready();
    if (rows.isEmpty() || m_batch)
        return;
    m_batch = new Batch(
        int(rows.size()),
        [this, rows](int at, const Batch::Done& done) {
            const ShipRow row = rows.at(at);
            whenAnswered(m_desk.ship(row.id, row.trackingNo), this, [this, row, done](const Result<shop::Order>& sent) {
                m_model.settle(row.id, sent ? QString() : errorText(sent.error()));
                if (sent)
                    Q_EMIT shipped(*sent);
                done(sent ? std::nullopt : std::optional(sent.error()));
            });
        },
        this);
    connect(m_batch, &Batch::advanced, m_progress, &ProgressStrip::advance);
    connect(m_batch, &Batch::finished, this, [this, batch = m_batch.data()] {
        m_batch = nullptr;
        m_progress->end();
        showState();
        const bool isAll = batch->failures().isEmpty() && !batch->wasCancelled() && ready().isEmpty();
        Q_EMIT settled(batch->succeeded(), int(batch->failures().size()));
        if (isAll)
            accept();
    });
    m_progress->begin(tr("Shipping"));
    showState();
    m_batch->start();
}

void OrdersShipSheet::reject()
{
    if (m_batch) {
        m_batch->cancel();
        return;
    }
    // Nobody is asked: what was typed comes back with the orders.
    QHash<OrderId, QString> typed;
    for (const ShipRow& row : m_model.rows())
        if (!row.isShipped)
            typed.insert(row.id, row.trackingNo);
    Q_EMIT left(typed);
    QDialog::reject();
}

} // namespace zg::ui
