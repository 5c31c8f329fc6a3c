// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/productsreversals.h"

#include "core/money.h"
#include "ui/answer.h"
#include "ui/errortext.h"
#include "ui/models/ledgermodel.h"
#include "ui/models/productmodel.h"
#include "ui/pages/productsedits.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/producteditor.h"
#include "ui/widgets/undobar.h"

using namespace Qt::StringLiterals;

namespace zg::ui {

using shop::Product;
using shop::ProductEvent;

namespace {

/// "Price ¥ 9.90 → ¥ 12.00, Status off the shelf → on sale"
QString deedText(const Product& before, const Product& after, const Reversal& reversal)
{
    QStringList texts;
    if (reversal.priceFen)
        texts += changeText({u"price"_s, QString::number(before.priceFen), QString::number(after.priceFen)});
    if (reversal.status)
        texts += changeText(
            {u"status"_s, QString::fromUtf8(shop::name(before.status)), QString::fromUtf8(shop::name(after.status))});
    if (reversal.name)
        texts += changeText({u"name"_s, before.name, after.name});
    return texts.join(u", "_s);
}

} // namespace

ProductsReversals::ProductsReversals(node::ProductDesk& desk, ProductModel& model, ProductEditor& editor,
                                     ProductsEdits& edits, Banner& banner, UndoBar& undo, QObject* parent)
    : QObject(parent)
    , m_desk(desk)
    , m_model(model)
    , m_editor(editor)
    , m_edits(edits)
    , m_banner(banner)
    , m_undo(undo)
{
}

QString ProductsReversals::nameOf(ProductId id) const
{
    const Product* product = m_model.find(id);
    return product ? product->name : QString(u"#"_s % QString::number(id.value));
}

void ProductsReversals::reverse(ProductId id, const ProductEvent& event)
{
    const Reversal reversal = reversalOf(event);
    if (reversal.isEmpty())
        return;
    if (reversal.stockDelta != 0) { // a difference fits whatever the stock is now
        adjust(id, reversal.stockDelta, false);
        return;
    }
    whenAnswered(m_desk.find(id), this, [this, id, event](const Result<Product>& now) {
        if (now)
            begin(*now, event);
        else
            refuse(id, now.error());
    });
}

void ProductsReversals::begin(const Product& now, const ProductEvent& event)
{
    const Reversal reversal = remaining(reversalOf(event), now);
    if (reversal.isEmpty()) {
        take(now);
        m_undo.tell(tr("%1 is as it was before that change already").arg(now.name));
        return;
    }
    const QStringList since = changedSince(event, now);
    if (since.isEmpty()) {
        apply(now, reversal, false);
        return;
    }
    m_edits.ask(
        tr("%1 was changed again since (%2). Nothing was set back.").arg(now.name, since.join(u", "_s)),
        tr("Set back anyway"), Error{ErrorCode::VersionConflict},
        [this, now, reversal] { apply(now, reversal, false); }, [] {});
}

void ProductsReversals::apply(const Product& now, const Reversal& reversal, bool isUndo)
{
    whenAnswered(m_desk.update(now.id, reversal.patch(now.version)), this,
                 [this, now, reversal, isUndo](const Result<Product>& saved) {
                     if (!saved) {
                         refuse(now.id, saved.error());
                         return;
                     }
                     take(*saved);
                     const QString text = saved->name + u": "_s + deedText(now, *saved, reversal);
                     if (isUndo) {
                         m_undo.tell(text);
                         return;
                     }
                     Reversal back;
                     if (reversal.priceFen)
                         back.priceFen = now.priceFen;
                     if (reversal.status)
                         back.status = now.status;
                     if (reversal.name)
                         back.name = now.name;
                     m_undo.offer(text, [this, saved = *saved, back] { apply(saved, back, true); });
                 });
}

void ProductsReversals::adjust(ProductId id, qint64 delta, bool isUndo)
{
    whenAnswered(m_desk.adjustStock(id, delta, tr("set back from the history")), this,
                 [this, id, delta, isUndo](const Result<Product>& saved) {
                     if (!saved) {
                         refuse(id, saved.error());
                         return;
                     }
                     take(*saved);
                     const QString text =
                         tr("Stock of %1: %2").arg(saved->name, stockChangeText(delta, saved->stock - delta));
                     if (isUndo)
                         m_undo.tell(text);
                     else
                         m_undo.offer(text, [this, id, delta] { adjust(id, -delta, true); });
                 });
}

void ProductsReversals::take(const Product& product)
{
    m_model.replace(product);
    if (m_editor.productId() == product.id)
        m_editor.showProduct(product);
    Q_EMIT reversed(product.id);
}

void ProductsReversals::refuse(ProductId id, const Error& error)
{
    m_banner.setAction({});
    m_banner.say(Tone::Bad, tr("%1 was not set back: %2").arg(nameOf(id), errorText(error)), error.message);
    m_banner.setDismissable(true);
}

} // namespace zg::ui
