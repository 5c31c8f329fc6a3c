// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/productsbulkdialog.h"

#include "core/money.h"
#include "ui/widgets/progressstrip.h"
#include "ui/widgets/tableview.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace zg::ui {

using Kind = BulkChange::Kind;
using State = BulkRow::State;

namespace {

constexpr qint64 maxPercent = 1'000;
constexpr qint64 maxPieces = 1'000'000'000;

/// A figure with a sign in front, "+12.5", "-3", "＋5"; the sign may be missing.
std::optional<qint64> signedHundredths(QString text)
{
    text = text.trimmed();
    const bool isBelow = text.startsWith(u'-') || text.startsWith(u'−') || text.startsWith(u'－');
    if (isBelow || text.startsWith(u'+') || text.startsWith(u'＋'))
        text.remove(0, 1);
    const auto figure = parseYuan(text); // two decimals at most, as amounts have them
    if (!figure || *figure < 0)
        return {};
    return isBelow ? -*figure : *figure;
}

} // namespace

ProductsBulkDialog::ProductsBulkDialog(ProductsBulk& bulk, const QList<shop::Category>& categories, Theme& theme,
                                       QWidget* parent)
    : QDialog(parent)
    , m_bulk(bulk)
    , m_form(new QFormLayout)
    , m_kind(new QComboBox(this))
    , m_amount(new QLineEdit(this))
    , m_rounding(new QComboBox(this))
    , m_category(new QComboBox(this))
    , m_note(new QLineEdit(this))
    , m_summary(new QLabel(this))
    , m_table(new TableView(this))
    , m_progress(new ProgressStrip(this))
    , m_apply(new QPushButton(this))
    , m_close(new QPushButton(this))
{
    setWindowTitle(tr("Change many products"));
    resize(820, 560);
    for (const auto& [kind, name] :
         {std::pair(Kind::PriceByPercent, tr("Price by percent")), std::pair(Kind::PriceBy, tr("Price by an amount")),
          std::pair(Kind::PriceTo, tr("Price to")), std::pair(Kind::StockBy, tr("Stock by")),
          std::pair(Kind::CategoryTo, tr("Category to"))})
        m_kind->addItem(name, int(kind));
    for (const int fen : {1, 10, 100})
        m_rounding->addItem(yuanText(fen), fen);
    m_category->addItem(tr("none"), QVariant());
    for (const shop::Category& category : categories)
        m_category->addItem(category.name, category.id.value);
    m_note->setMaxLength(200);
    m_form->addRow(tr("&Change"), m_kind);
    m_form->addRow(tr("&By"), m_amount);
    m_form->addRow(tr("&Round to"), m_rounding);
    m_form->addRow(tr("Ca&tegory"), m_category);
    m_form->addRow(tr("&Note"), m_note);
    const std::pair<QWidget*, const char16_t*> names[] = {{m_kind, u"kind"},         {m_amount, u"amount"},
                                                          {m_rounding, u"rounding"}, {m_category, u"category"},
                                                          {m_note, u"note"},         {m_apply, u"apply"}};
    for (const auto& [widget, name] : names) {
        widget->setObjectName(QString::fromUtf16(name));
        if (const QWidget* label = m_form->labelForField(widget))
            widget->setAccessibleName(static_cast<const QLabel*>(label)->text().remove(u'&'));
    }
    m_summary->setProperty("house", u"muted"_s);
    m_summary->setWordWrap(true);
    m_table->setModel(&m_bulk.model());
    m_table->dress(theme);
    m_table->setItemDelegateForColumn(BulkModel::StateColumn, new DotDelegate(theme, m_table));
    m_table->setAccessibleName(tr("What would change"));
    const QList<int> widths{320, 110, 110};
    for (int i = 0; i < widths.size(); ++i)
        m_table->setColumnWidth(i, widths.at(i));
    m_table->horizontalHeader()->setStretchLastSection(true);
    for (QPushButton* button : {m_apply, m_close})
        button->setAutoDefault(false);
    m_apply->setProperty("house", u"primary"_s);

    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_progress, 1);
    buttons->addStretch();
    buttons->addWidget(m_close);
    buttons->addWidget(m_apply);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(12);
    column->addLayout(m_form);
    column->addWidget(m_summary);
    column->addWidget(m_table, 1);
    column->addLayout(buttons);

    connect(m_kind, &QComboBox::currentIndexChanged, this, &ProductsBulkDialog::showKind);
    connect(m_rounding, &QComboBox::currentIndexChanged, this, &ProductsBulkDialog::preview);
    connect(m_category, &QComboBox::currentIndexChanged, this, &ProductsBulkDialog::preview);
    connect(m_amount, &QLineEdit::textChanged, this, &ProductsBulkDialog::preview);
    connect(m_note, &QLineEdit::textChanged, this, &ProductsBulkDialog::preview);
    connect(&m_bulk, &ProductsBulk::stateChanged, this, &ProductsBulkDialog::showState);
    connect(&m_bulk, &ProductsBulk::advanced, m_progress, &ProgressStrip::advance);
    connect(m_progress, &ProgressStrip::cancelled, &m_bulk, &ProductsBulk::cancel);
    connect(m_apply, &QPushButton::clicked, &m_bulk, &ProductsBulk::apply);
    connect(m_close, &QPushButton::clicked, this, &ProductsBulkDialog::reject);
    showKind();
    m_amount->setFocus();
}

QString ProductsBulkDialog::summary() const
{
    return m_summary->text();
}

void ProductsBulkDialog::reject()
{
    if (m_bulk.isRunning())
        m_bulk.cancel();
    else
        QDialog::reject();
}

void ProductsBulkDialog::showKind()
{
    const auto kind = Kind(m_kind->currentData().toInt());
    const std::pair<QWidget*, bool> rows[] = {{m_amount, kind != Kind::CategoryTo},
                                              {m_rounding, kind == Kind::PriceByPercent},
                                              {m_category, kind == Kind::CategoryTo},
                                              {m_note, kind == Kind::StockBy}};
    for (const auto& [field, isShown] : rows) {
        field->setVisible(isShown);
        m_form->labelForField(field)->setVisible(isShown);
    }
    m_amount->setPlaceholderText(kind == Kind::PriceByPercent ? tr("-10 or +12.5, in percent")
                                 : kind == Kind::PriceBy      ? tr("-2 or +0.50, in yuan")
                                 : kind == Kind::PriceTo      ? tr("9.90, in yuan")
                                                              : tr("+20 or -3, in pieces"));
    preview();
}

Result<BulkChange> ProductsBulkDialog::typed() const
{
    BulkChange change;
    change.kind = Kind(m_kind->currentData().toInt());
    change.roundFen = m_rounding->currentData().toLongLong();
    change.note = m_note->text().trimmed().isEmpty() ? tr("bulk change") : m_note->text().trimmed();
    if (change.kind == Kind::CategoryTo) {
        if (m_category->currentData().isValid())
            change.category = CategoryId(m_category->currentData().toLongLong());
        return change;
    }
    const QString text = m_amount->text().trimmed();
    const auto hundredths = signedHundredths(text);
    if (text.isEmpty())
        return Error(ErrorCode::InvalidArgument, tr("Nothing is changed yet. Say by how much."));
    if (!hundredths)
        return Error(ErrorCode::InvalidArgument, tr("“%1” is no figure with two decimals at most.").arg(text));
    change.amount = *hundredths;
    if (change.kind == Kind::PriceByPercent && qAbs(*hundredths) > maxPercent * 100)
        return Error(ErrorCode::InvalidArgument, tr("Between -100 and +%1 percent, please.").arg(maxPercent));
    if (change.kind == Kind::StockBy) {
        if (*hundredths % 100 != 0 || qAbs(*hundredths) > maxPieces * 100)
            return Error(ErrorCode::InvalidArgument, tr("“%1” is no number of pieces.").arg(text));
        change.amount = *hundredths / 100;
    }
    return change;
}

void ProductsBulkDialog::preview()
{
    if (m_bulk.isRunning() || m_bulk.hasApplied())
        return;
    const auto change = typed();
    // Until something usable stands there the table shows the products as they are.
    BulkChange none;
    none.kind = Kind(m_kind->currentData().toInt()) == Kind::StockBy ? Kind::StockBy : Kind::PriceBy;
    m_bulk.preview(change ? *change : none);
    if (!change)
        m_summary->setText(change.error().message);
}

void ProductsBulkDialog::showState()
{
    const BulkModel& model = m_bulk.model();
    const int changes = model.count(State::Change);
    const int wrong = model.count(State::Wrong);
    const bool isRunning = m_bulk.isRunning();
    const bool isOver = m_bulk.hasApplied() && !isRunning;
    for (QWidget* field : std::initializer_list<QWidget*>{m_kind, m_amount, m_rounding, m_category, m_note})
        field->setEnabled(!m_bulk.hasApplied());
    m_apply->setVisible(!isOver);
    m_apply->setEnabled(changes > 0 && !m_bulk.hasApplied());
    m_apply->setText(changes == 0 ? tr("Nothing to change") : tr("Change %n product(s)", nullptr, changes));
    m_close->setText(isRunning ? tr("Stop") : isOver ? tr("Close") : tr("Cancel"));
    m_close->setToolTip(tr("Esc"));
    if (isRunning) {
        m_progress->begin(tr("Changing"));
        return;
    }
    m_progress->end();
    if (!isOver) {
        QString text = tr("Nothing is changed yet. %n would change", nullptr, changes) + u", "_s +
                       tr("%n would stay as they are", nullptr, model.count(State::Same));
        if (wrong > 0)
            text += u", "_s + tr("%n cannot be changed so and will be left out", nullptr, wrong);
        m_summary->setText(text + u'.');
        return;
    }
    QString text = tr("%n product(s) changed.", nullptr, model.count(State::Done));
    if (const int failed = model.count(State::Failed); failed > 0)
        text += u' ' + tr("%n were not: the lines say why.", nullptr, failed);
    if (changes > 0)
        text += u' ' + tr("%n not begun, because it was stopped.", nullptr, changes);
    m_summary->setText(text);
}

} // namespace zg::ui
