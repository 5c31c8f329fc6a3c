// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/ordersshiplistdialog.h"

#include "ui/answer.h"
#include "ui/errortext.h"
#include "ui/shell/theme.h"
#include "ui/widgets/progressstrip.h"
#include "ui/widgets/sheetfile.h"
#include "ui/widgets/tableview.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace zg::ui {

using Kind = ShipLine::Kind;
using State = OrdersShipList::State;

OrdersShipListDialog::OrdersShipListDialog(node::OrderDesk& desk, Theme& theme, QWidget* parent)
    : QDialog(parent)
    , m_list(desk)
    , m_help(new QLabel(this))
    , m_stack(new QStackedWidget(this))
    , m_text(new QPlainTextEdit(this))
    , m_table(new TableView(this))
    , m_progress(new ProgressStrip(this))
    , m_file(new QPushButton(this))
    , m_back(new QPushButton(this))
    , m_copy(new QPushButton(this))
    , m_close(new QPushButton(this))
    , m_go(new QPushButton(this))
{
    setWindowTitle(tr("Ship from a list"));
    resize(900, 560);
    setupLayout(theme);
    connect(&m_list, &OrdersShipList::stateChanged, this, &OrdersShipListDialog::showState);
    connect(&m_list, &OrdersShipList::advanced, m_progress, &ProgressStrip::advance);
    connect(&m_list, &OrdersShipList::shipped, this, &OrdersShipListDialog::shipped);
    connect(m_progress, &ProgressStrip::cancelled, &m_list, &OrdersShipList::cancel);
    connect(m_text, &QPlainTextEdit::textChanged, this, &OrdersShipListDialog::showState);
    connect(m_file, &QPushButton::clicked, this, &OrdersShipListDialog::askFile);
    connect(m_back, &QPushButton::clicked, this, &OrdersShipListDialog::back);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_list.model().asTsv()); });
    connect(m_close, &QPushButton::clicked, this, &OrdersShipListDialog::reject);
    connect(m_go, &QPushButton::clicked, this, &OrdersShipListDialog::goOn);
    m_text->setFocus();
    showState();
}

void OrdersShipListDialog::setupLayout(Theme& theme)
{
    m_help->setWordWrap(true);
    m_help->setProperty("house", u"muted"_s);
    m_text->setTabChangesFocus(true);
    m_text->setFont(Theme::figureFont());
    m_text->setPlaceholderText(u"202510090000000017, SF1234567890123\n202510090000000018, SF1234567890124"_s);
    m_text->setAccessibleName(tr("Rows of order number and tracking number"));
    m_table->setModel(&m_list.model());
    m_table->dress(theme);
    m_table->setItemDelegateForColumn(ShipListModel::OutcomeColumn, new DotDelegate(theme, m_table));
    m_table->setAccessibleName(tr("Rows of the list"));
    const QList<int> widths{56, 170, 170, 110};
    for (int i = 0; i < widths.size(); ++i)
        m_table->setColumnWidth(i, widths.at(i));
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_stack->addWidget(m_text);
    m_stack->addWidget(m_table);
    m_file->setText(tr("Choose a file…"));
    m_file->setShortcut(QKeySequence::Open);
    m_file->setToolTip(tr("A CSV or text file of the carrier (Ctrl+O)"));
    m_back->setText(tr("Back to the text"));
    m_back->setToolTip(tr("Change the rows and check them again"));
    m_copy->setText(tr("Copy the results"));
    m_copy->setToolTip(tr("Every row with its outcome, for a spreadsheet"));
    m_go->setProperty("house", u"primary"_s);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_file);
    buttons->addWidget(m_back);
    buttons->addWidget(m_copy);
    buttons->addWidget(m_progress, 1);
    buttons->addStretch();
    buttons->addWidget(m_close);
    buttons->addWidget(m_go);
    for (QPushButton* button : {m_file, m_back, m_copy, m_close, m_go})
        button->setAutoDefault(false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(12);
    column->addWidget(m_help);
    column->addWidget(m_stack, 1);
    column->addLayout(buttons);
}

void OrdersShipListDialog::askFile()
{
    auto* dialog =
        new QFileDialog(this, tr("The carrier's list"), QString(), tr("Lists (*.csv *.txt *.tsv);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &OrdersShipListDialog::readFile);
    dialog->open();
}

void OrdersShipListDialog::readFile(const QString& path)
{
    whenAnswered(readWhole(path), this, [this](const Result<QByteArray>& bytes) {
        if (!bytes) {
            m_help->setText(tr("The file could not be read: %1").arg(bytes.error().message));
            return;
        }
        m_text->setPlainText(shipListText(*bytes));
        m_list.check(m_text->toPlainText());
    });
}

void OrdersShipListDialog::goOn()
{
    if (m_stack->currentWidget() == m_text)
        m_list.check(m_text->toPlainText());
    else
        m_list.ship();
}

void OrdersShipListDialog::back()
{
    m_stack->setCurrentWidget(m_text);
    m_text->setFocus();
    showState();
}

void OrdersShipListDialog::reject()
{
    if (m_list.state() == State::Checking || m_list.state() == State::Shipping)
        m_list.cancel();
    else
        QDialog::reject();
}

QString OrdersShipListDialog::summary() const
{
    return m_help->text();
}

void OrdersShipListDialog::showSummary()
{
    ShipListModel& model = m_list.model();
    const int left = model.count(Kind::Wrong) + model.count(Kind::Unchecked);
    QStringList parts;
    if (m_list.state() == State::Checked) {
        parts += tr("Nothing is shipped yet.");
        parts += tr("%n row(s) can be shipped.", nullptr, model.count(Kind::Ready));
    } else {
        parts += tr("%n order(s) shipped.", nullptr, model.count(Kind::Shipped));
        if (const int failed = model.count(Kind::Failed); failed > 0)
            parts += tr("%n refused; the rows say why.", nullptr, failed);
        if (const int ready = model.count(Kind::Ready); ready > 0)
            parts += tr("%n not shipped: it was stopped.", nullptr, ready);
    }
    if (const int same = model.count(Kind::Same); same > 0)
        parts += tr("%n shipped already.", nullptr, same);
    if (left > 0)
        parts += tr("%n left out; the rows say why.", nullptr, left);
    m_help->setText(parts.join(u' '));
}

void OrdersShipListDialog::showState()
{
    const State state = m_list.state();
    const bool isRunning = state == State::Checking || state == State::Shipping;
    if (sender() == &m_list && state != State::Empty && m_stack->currentWidget() != m_table) {
        m_stack->setCurrentWidget(m_table);
        m_table->setFocus();
    }
    const bool isText = m_stack->currentWidget() == m_text;
    if (isText)
        m_help->setText(!m_list.problem().isEmpty()
                            ? m_list.problem()
                            : tr("Paste rows of order number and tracking number, or choose the carrier's file. They "
                                 "are checked first; nothing is shipped before you say so."));
    else if (!isRunning)
        showSummary();
    if (isRunning && !m_progress->isRunning())
        m_progress->begin(state == State::Checking ? tr("Checking the rows") : tr("Shipping"));
    else if (!isRunning)
        m_progress->end();
    const int ready = m_list.model().count(Kind::Ready) + m_list.model().count(Kind::Failed);
    m_file->setVisible(isText);
    m_back->setVisible(!isText && !isRunning);
    m_copy->setVisible(!isText && !isRunning);
    m_close->setText(isRunning ? tr("Stop") : tr("Close"));
    m_close->setToolTip(tr("Esc"));
    m_go->setText(isText ? tr("Check the rows") : tr("Ship %n order(s)", nullptr, ready));
    m_go->setShortcut(Qt::CTRL | Qt::Key_Return); // a new text drops it
    m_go->setToolTip(isText ? tr("Looks every order up; nothing is changed (Ctrl+Enter)")
                            : tr("Marks them as shipped (Ctrl+Enter)"));
    m_go->setEnabled(!isRunning && (isText ? !m_text->toPlainText().trimmed().isEmpty() : ready > 0));
}

} // namespace zg::ui
