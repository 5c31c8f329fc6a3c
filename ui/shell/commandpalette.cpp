// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/commandpalette.h"

#include "core/money.h"
#include "ui/answer.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int wide = 620;
constexpr int rowHeight = 38;
constexpr int rowsShown = 9;
constexpr int debounceMs = 150; // a fast typist's gap
constexpr int productsShown = 5;
constexpr int shortestOrderNumber = 6;
constexpr int longestCustomerNumber = 16;

/// Icon, title, and at the right what is muted.
class EntryDelegate final : public QStyledItemDelegate
{
public:
    EntryDelegate(Theme& theme, QObject* parent)
        : QStyledItemDelegate(parent)
        , m_theme(theme)
    {
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const QRect row = option.rect.adjusted(6, 1, -6, -1);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (option.state.testFlag(QStyle::State_Selected)) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(m_theme.color(Tint::AccentSoft));
            painter->drawRoundedRect(row, 6, 6);
        }
        const QIcon icon = m_theme.icon(index.data(Qt::DecorationRole).toString(), Tint::TextMuted);
        icon.paint(painter, QRect(row.left() + 10, row.center().y() - 9, 18, 18));
        const QString detail = index.data(Qt::UserRole).toString();
        const int detailWidth = option.fontMetrics.horizontalAdvance(detail);
        painter->setPen(m_theme.color(Tint::TextMuted));
        painter->drawText(row.adjusted(0, 0, -12, 0), Qt::AlignRight | Qt::AlignVCenter, detail);
        painter->setPen(m_theme.color(Tint::Text));
        const QRect title = row.adjusted(40, 0, -detailWidth - 24, 0);
        painter->drawText(title, Qt::AlignLeft | Qt::AlignVCenter,
                          option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, title.width()));
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {100, rowHeight}; }

private:
    Theme& m_theme;
};

} // namespace

CommandPalette::CommandPalette(NodeControl& node, Theme& theme, QWidget* window)
    : QFrame(window)
    , m_node(node)
    , m_theme(theme)
    , m_field(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_nothing(new QLabel(this))
{
    setProperty("house", u"palette"_s);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 6);
    column->setSpacing(4);
    column->addWidget(m_field);
    column->addWidget(m_nothing);
    column->addWidget(m_list);
    m_nothing->setProperty("house", u"muted"_s);
    m_nothing->setContentsMargins(16, 8, 16, 8);
    m_list->setModel(&m_model);
    m_list->setItemDelegate(new EntryDelegate(theme, this));
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_field->installEventFilter(this);
    window->installEventFilter(this);
    m_debounce.setSingleShot(true);
    m_debounce.setInterval(debounceMs);
    connect(&m_debounce, &QTimer::timeout, this, &CommandPalette::lookUp);
    connect(m_field, &QLineEdit::textEdited, this, &CommandPalette::typed);
    connect(m_list, &QListView::clicked, this, &CommandPalette::runCurrent);
    retranslate();
    hide();
}

void CommandPalette::open(QList<PaletteEntry> entries)
{
    m_focusBefore = QApplication::focusWidget();
    m_model.setKnown(std::move(entries));
    m_field->clear();
    typed({});
    place();
    show();
    raise();
    m_field->setFocus(Qt::ShortcutFocusReason);
}

void CommandPalette::dismiss()
{
    ++m_question;
    m_debounce.stop();
    if (isHidden())
        return;
    hide();
    if (m_focusBefore)
        m_focusBefore->setFocus(Qt::OtherFocusReason);
}

void CommandPalette::typed(const QString& text)
{
    ++m_question;
    m_found.clear();
    m_model.setFound({});
    m_model.setTyped(text);
    select(0);
    place();
    if (text.trimmed().isEmpty())
        m_debounce.stop();
    else
        m_debounce.start();
}

void CommandPalette::lookUp()
{
    const QString text = m_field->text().trimmed();
    if (!m_node.staff().current() || text.isEmpty())
        return;
    const quint64 question = m_question;
    if (text.size() >= shortestOrderNumber && text.back().isDigit()) {
        shop::OrderFilter filter;
        filter.orderNo = text;
        whenAnswered<shop::Page<shop::Order>>(
            m_node.orders().list(filter, {}, 1), this, [this, question](const auto& page) {
                QList<PaletteEntry> entries;
                if (page)
                    for (const shop::Order& order : page->items)
                        entries.append({u"orders"_s, tr("Order %1").arg(order.orderNo), yuanText(order.totalFen),
                                        [this, id = order.id.value] { Q_EMIT itemChosen(u"orders"_s, id); }});
                addFound(question, entries);
            });
    }
    lookUpCustomer(question, text);
    shop::ProductFilter filter;
    filter.text = text;
    whenAnswered<shop::Page<shop::Product>>(
        m_node.products().list(filter, {}, productsShown), this, [this, question, text](const auto& page) {
            QList<PaletteEntry> entries;
            if (page)
                for (const shop::Product& product : page->items)
                    entries.append({u"products"_s, product.name, yuanText(product.priceFen),
                                    [this, id = product.id.value] { Q_EMIT itemChosen(u"products"_s, id); }});
            if (page && !page->nextCursor.isEmpty())
                entries.append({u"search"_s, tr("All products with “%1”").arg(text), tr("Products"),
                                [this, text] { Q_EMIT searchChosen(u"products"_s, text); }});
            addFound(question, entries);
        });
}

/// "#17", "17", or the whole name of an account.
void CommandPalette::lookUpCustomer(quint64 question, const QString& text)
{
    const qint64 number = (text.startsWith(u'#') ? text.mid(1) : text).toLongLong();
    if (text.size() >= longestCustomerNumber && number > 0)
        return; // an order's number
    const auto answer = number > 0 ? m_node.orders().customer(UserId(number)) : m_node.orders().customerNamed(text);
    whenAnswered(answer, this, [this, question](const Result<shop::Customer>& customer) {
        if (!customer)
            return; // there is none of that name
        const QString number = u'#' + QString::number(customer->id.value);
        addFound(question, {{u"user"_s, tr("Customer %1").arg(customer->name), number,
                             [this, number] { Q_EMIT searchChosen(u"orders"_s, number); }}});
    });
}

void CommandPalette::addFound(quint64 question, QList<PaletteEntry> entries)
{
    if (question != m_question || isHidden())
        return;
    const int row = m_list->currentIndex().row();
    m_found.append(entries);
    m_model.setFound(m_found);
    select(std::max(row, 0));
    place();
}

void CommandPalette::select(int row)
{
    m_list->setCurrentIndex(m_model.index(std::min(row, m_model.rowCount() - 1)));
}

void CommandPalette::runCurrent()
{
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid())
        return;
    const std::function<void()> run = m_model.entry(index.row()).run;
    dismiss();
    if (run)
        run();
}

void CommandPalette::place()
{
    const int rows = std::min(m_model.rowCount(), rowsShown);
    m_nothing->setVisible(rows == 0);
    m_list->setVisible(rows > 0);
    m_list->setFixedHeight(rows * rowHeight);
    const QRect window = parentWidget()->rect();
    setFixedWidth(std::min(wide, window.width() - 40));
    adjustSize();
    move((window.width() - width()) / 2, std::max(12, window.height() / 8));
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget()) {
        if (event->type() == QEvent::Resize && !isHidden())
            place();
        return false;
    }
    if (event->type() == QEvent::FocusOut && !isHidden()) {
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (QApplication::focusWidget() && !isAncestorOf(QApplication::focusWidget()))
                    dismiss();
            },
            Qt::QueuedConnection);
        return false;
    }
    if (event->type() != QEvent::KeyPress)
        return false;
    const int row = m_list->currentIndex().row();
    const int count = m_model.rowCount();
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Down:
    case Qt::Key_Up:
        if (count > 0)
            select((row + (static_cast<QKeyEvent*>(event)->key() == Qt::Key_Down ? 1 : count - 1)) % count);
        return true;
    case Qt::Key_PageDown:
        select(std::min(row + rowsShown, count - 1));
        return true;
    case Qt::Key_PageUp:
        select(std::max(row - rowsShown, 0));
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        runCurrent();
        return true;
    case Qt::Key_Escape:
        dismiss();
        return true;
    default:
        return false;
    }
}

void CommandPalette::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void CommandPalette::retranslate()
{
    m_field->setPlaceholderText(tr("A page, an action, an order number, a product, a customer"));
    m_field->setAccessibleName(tr("Command palette"));
    m_nothing->setText(tr("Nothing found. Try part of a name, or the whole order number."));
    setAccessibleName(tr("Command palette"));
}

} // namespace zg::ui
