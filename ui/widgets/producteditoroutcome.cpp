// SPDX-License-Identifier: GPL-3.0-or-later
// What became of a change: said in the editor, with what was typed kept.
#include "ui/widgets/producteditor.h"

#include "ui/errortext.h"
#include "ui/widgets/banner.h"

#include "ui_producteditor.h"

#include <QStyle>

using namespace Qt::StringLiterals;

namespace zg::ui {

void ProductEditor::confirmSaved(const shop::Product& product)
{
    if (m_isNew)
        fillAdjustment({}, {}); // it was the stock to begin with
    m_isSaving = false;
    m_isNew = false;
    m_base = product;
    m_banner->clear();
    fill(formOf(product));
    showImage();
}

void ProductEditor::conflict(const shop::Product& fresh)
{
    m_isSaving = false;
    const QStringList changes = differences(m_base, fresh);
    const ProductForm kept = rebased(form(), m_base, fresh);
    m_base = fresh;
    fill(kept);
    const QString what = changes.isEmpty() ? QString() : QString(u" "_s % changes.join(u", "_s) % u"."_s);
    m_banner->say(Tone::Warning, tr("Somebody else changed this product meanwhile.") + what + u' ' +
                                     tr("What you typed is kept: save again to put it in place."));
    m_banner->setAction(tr("Take theirs"));
}

void ProductEditor::confirmAdjusted(const shop::Product& product)
{
    fillAdjustment({}, {});
    // An adjustment may raise the version: this very desk did it, so it is no conflict.
    const ProductForm kept = rebased(form(), m_base, product);
    m_base = product;
    fill(kept);
}

void ProductEditor::refuse(const Error& error)
{
    setSaving(false);
    QString text = errorText(error);
    if (error.field == u"name"_s)
        text = tr("A product needs a name of 1 to 200 characters.");
    else if (error.field == u"price"_s)
        text = tr("The price must be an amount like 12.34, at most 100,000,000.00.");
    else if (error.field == u"stock"_s)
        text = tr("The stock must be a whole number: 105 is what was counted, +5 what came in.");
    const bool isTyping = error.field == u"name"_s || error.field == u"price"_s || error.field == u"stock"_s;
    m_banner->say(Tone::Bad, text + u' ' + tr("What you typed is kept."), isTyping ? QString() : error.message);
    m_banner->setAction({});
    pointAt(error.field);
}

void ProductEditor::pointAt(const QString& field)
{
    QWidget* widget = field == u"name"_s    ? static_cast<QWidget*>(m_ui->name)
                      : field == u"price"_s ? m_ui->price
                      : field == u"stock"_s ? m_ui->stock
                                            : nullptr;
    if (!widget)
        return;
    m_ui->tabs->setCurrentIndex(0);
    mark(widget, true);
    widget->setFocus(Qt::OtherFocusReason);
    static_cast<QLineEdit*>(widget)->selectAll();
}

/// A field with a mistake in it, until something else is typed.
void ProductEditor::mark(QWidget* field, bool isWrong)
{
    if (field->property("wrong").toBool() == isWrong)
        return;
    field->setProperty("wrong", isWrong);
    field->style()->unpolish(field);
    field->style()->polish(field);
}

} // namespace zg::ui
