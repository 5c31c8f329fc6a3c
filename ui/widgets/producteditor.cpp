// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/producteditor.h"

#include "ui_producteditor.h"

#include "ui/models/productmodel.h"
#include "ui/shell/theme.h"
#include "ui/widgets/banner.h"

#include <QApplication>
#include <QEvent>
#include <QShortcut>

using namespace Qt::StringLiterals;

namespace zg::ui {

ProductEditor::ProductEditor(Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_ui(std::make_unique<Ui::ProductEditor>())
    , m_banner(new Banner(theme, this))
{
    m_ui->setupUi(this);
    m_ui->bannerPlace->addWidget(m_banner);
    m_ui->title->setProperty("house", u"headline"_s);
    for (QLabel* label : {m_ui->facts, m_ui->unsaved, m_ui->stockHint, m_ui->image})
        label->setProperty("house", u"muted"_s);
    const auto framePicture = [this, &theme] {
        m_ui->image->setStyleSheet(
            u"QLabel { background: %1; border-radius: 6px; font-size: 11px; }"_s.arg(theme.color(Tint::Hover).name()));
    };
    connect(&theme, &Theme::changed, this, framePicture);
    framePicture();
    m_ui->price->setAlignment(Qt::AlignRight);
    m_ui->stock->setAlignment(Qt::AlignRight);
    m_ui->save->setProperty("house", u"primary"_s);
    setFocusProxy(m_ui->name);
    for (QLineEdit* field : {m_ui->name, m_ui->price, m_ui->stock})
        connect(field, &QLineEdit::textChanged, this, [this, field] { mark(field, false); });

    const auto typed = [this] { adapt(); };
    connect(m_ui->name, &QLineEdit::textChanged, this, typed);
    connect(m_ui->price, &QLineEdit::textChanged, this, typed);
    connect(m_ui->imageUrl, &QLineEdit::textChanged, this, typed);
    connect(m_ui->imageUrl, &QLineEdit::editingFinished, this, &ProductEditor::showImage);
    connect(m_ui->description, &QPlainTextEdit::textChanged, this, typed);
    connect(m_ui->category, &QComboBox::currentIndexChanged, this, typed);
    connect(m_ui->status, &QComboBox::currentIndexChanged, this, typed);
    connect(m_ui->stock, &QLineEdit::textChanged, this, &ProductEditor::updateStockHint);
    connect(m_ui->stock, &QLineEdit::textChanged, this, &ProductEditor::tellDrafts);
    connect(m_ui->note, &QLineEdit::textChanged, this, &ProductEditor::tellDrafts);
    connect(m_ui->stock, &QLineEdit::returnPressed, this, &ProductEditor::wantAdjust);
    connect(m_ui->note, &QLineEdit::returnPressed, this, &ProductEditor::wantAdjust);
    connect(m_ui->adjust, &QPushButton::clicked, this, &ProductEditor::wantAdjust);
    connect(m_ui->save, &QPushButton::clicked, this, &ProductEditor::save);
    connect(m_ui->revert, &QPushButton::clicked, this, &ProductEditor::revert);
    connect(m_ui->tabs, &QTabWidget::currentChanged, this, [this] {
        if (isShowingHistory())
            Q_EMIT historyShown();
    });
    connect(m_banner, &Banner::actionClicked, this, &ProductEditor::revert);
    auto* escape = new QShortcut(Qt::Key_Escape, this);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, &ProductEditor::revert);
    retranslate();
    showNothing();
}

ProductEditor::~ProductEditor() = default;

void ProductEditor::setCategories(const QList<shop::Category>& categories)
{
    const ProductForm typed = form();
    m_categories = categories;
    fillCategories();
    fill(typed);
}

void ProductEditor::setHistory(QWidget* history)
{
    m_ui->historyPlace->addWidget(history);
    m_ui->history->setFocusProxy(history);
}

void ProductEditor::showProduct(const shop::Product& product)
{
    if (!m_isNew && m_base.id == product.id && isEnabled()) {
        if (m_base == product || product.version < m_base.version)
            return;
        // Untouched fields follow the store; a touched form keeps its base, so that the conflict is seen on saving.
        if (isChanged()) {
            m_base.stock = product.stock;
            m_base.sales = product.sales;
        } else {
            m_base = product;
            fill(formOf(product));
        }
        adapt();
        return;
    }
    stash();
    m_isNew = false;
    m_isSaving = false;
    setEnabled(true);
    m_banner->clear();
    const auto kept = m_unsaved.constFind(product.id);
    const bool isKept = kept != m_unsaved.cend();
    m_base = isKept ? kept->base : product;
    const Unsaved typed = isKept ? *kept : Unsaved{product, formOf(product), {}, {}};
    m_unsaved.remove(product.id);
    fillAdjustment(typed.stock, typed.note);
    fill(typed.form);
    showImage();
    if (isKept && isChanged())
        m_banner->say(Tone::Info, tr("What you typed here before is back. Save it with Ctrl+S, or revert with Esc."));
    else if (isKept)
        m_banner->say(Tone::Info, tr("The stock adjustment you typed is back. Enter makes it, Esc forgets it."));
    if (isShowingHistory())
        Q_EMIT historyShown();
}

void ProductEditor::beginNew()
{
    stash();
    m_isNew = true;
    m_isSaving = false;
    setEnabled(true);
    m_banner->clear();
    m_base = {};
    const Unsaved typed = m_unsaved.value(ProductId(), Unsaved{{}, {}, u"0"_s, {}});
    m_unsaved.remove(ProductId());
    fillAdjustment(typed.stock, {});
    fill(typed.form);
    m_ui->tabs->setCurrentIndex(0);
    showImage();
    m_ui->name->setFocus(Qt::OtherFocusReason);
}

void ProductEditor::showNothing()
{
    stash();
    m_isNew = false;
    m_base = {};
    m_banner->clear();
    fill({});
    m_ui->stock->clear();
    showImage();
    setEnabled(false);
}

bool ProductEditor::isChanged() const
{
    const ProductForm now = form();
    if (m_isNew)
        return !(now == ProductForm());
    return m_base.id.isSet() && !(now == formOf(m_base));
}

bool ProductEditor::hasTyped() const
{
    return isChanged() || hasAdjustment();
}

bool ProductEditor::hasAdjustment() const
{
    const QString stock = m_ui->stock->text();
    const bool isSent = !m_sentStock.isEmpty() && stock == m_sentStock;
    return !m_isNew && m_base.id.isSet() && !isSent && !(stock.isEmpty() && m_ui->note->text().isEmpty());
}

void ProductEditor::fillAdjustment(const QString& stock, const QString& note)
{
    m_isFilling = true;
    m_sentStock.clear();
    m_ui->stock->setText(stock);
    m_ui->note->setText(note);
    m_isFilling = false;
}

bool ProductEditor::isShowingHistory() const
{
    return m_ui->tabs->currentWidget() == m_ui->history;
}

void ProductEditor::stash()
{
    if (!isEnabled() || !hasTyped())
        return;
    const bool isKept = m_isNew || hasAdjustment();
    m_unsaved.insert(productId(), Unsaved{m_base, form(), isKept ? m_ui->stock->text() : QString(),
                                          isKept ? m_ui->note->text() : QString()});
    tellDrafts();
}

QSet<ProductId> ProductEditor::unsaved() const
{
    QSet<ProductId> ids(m_unsaved.keyBegin(), m_unsaved.keyEnd());
    if (isEnabled() && hasTyped())
        ids.insert(productId());
    return ids;
}

void ProductEditor::tellDrafts()
{
    if (m_isFilling)
        return;
    const QSet<ProductId> now = unsaved();
    if (now == m_toldUnsaved)
        return;
    m_toldUnsaved = now;
    Q_EMIT draftsChanged();
}

void ProductEditor::forgetUnsaved(ProductId id)
{
    m_unsaved.remove(id);
    tellDrafts();
}

void ProductEditor::save()
{
    if (!isEnabled() || m_isSaving)
        return;
    m_banner->clear();
    if (m_isNew) {
        const auto draft = draftOf(form(), m_ui->stock->text());
        if (!draft) {
            refuse(draft.error());
            return;
        }
        setSaving(true);
        Q_EMIT createWanted(*draft);
        return;
    }
    if (!isChanged())
        return;
    const auto patch = patchOf(form(), m_base);
    if (!patch) {
        refuse(patch.error());
        return;
    }
    setSaving(true);
    Q_EMIT saveWanted(m_base.id, *patch);
}

void ProductEditor::revert()
{
    if (m_isSaving)
        return;
    if (m_isNew) {
        fill({}); // so that nothing is kept of it
        showNothing();
        Q_EMIT newLeft();
        return;
    }
    m_banner->clear();
    fillAdjustment({}, {});
    fill(formOf(m_base));
    showImage();
}

void ProductEditor::setSaving(bool isSaving)
{
    m_isSaving = isSaving;
    adapt();
}

void ProductEditor::focusFields()
{
    m_ui->tabs->setCurrentIndex(0);
    setFocus(Qt::ShortcutFocusReason);
}

void ProductEditor::focusStock()
{
    m_ui->tabs->setCurrentIndex(0);
    m_ui->stock->setFocus(Qt::ShortcutFocusReason);
    m_ui->stock->selectAll();
}

/// The keyboard goes along, and back to where it was.
void ProductEditor::toggleHistory()
{
    if (!isShowingHistory()) {
        m_beforeHistory = QApplication::focusWidget();
        m_ui->tabs->setCurrentIndex(1);
        m_ui->history->setFocus(Qt::ShortcutFocusReason);
        return;
    }
    const bool isHere = m_ui->history->isAncestorOf(QApplication::focusWidget());
    m_ui->tabs->setCurrentIndex(0);
    if (!isHere)
        return;
    QWidget* before = m_beforeHistory ? m_beforeHistory.data() : m_ui->name;
    before->setFocus(Qt::ShortcutFocusReason);
}

void ProductEditor::wantAdjust()
{
    if (m_isNew || m_ui->stock->text().trimmed().isEmpty())
        return;
    const auto delta = parseStock(m_ui->stock->text(), m_base.stock);
    if (!delta) {
        refuse(Error::invalid(u"stock"_s, m_ui->stock->text()));
        return;
    }
    m_banner->clear();
    m_sentStock = m_ui->stock->text();
    if (*delta != 0)
        Q_EMIT adjustWanted(m_base.id, *delta, m_ui->note->text().trimmed());
    else
        m_ui->stock->clear();
}

void ProductEditor::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace zg::ui
