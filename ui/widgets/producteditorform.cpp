// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/producteditorform.h"

#include "core/money.h"
#include "shop/limits.h"
#include "ui/models/productmodel.h"

using namespace Qt::StringLiterals;

namespace zg::ui {

namespace {

Result<qint64> priceOf(const QString& text)
{
    const auto fen = parseYuan(text);
    if (!fen || *fen < 0 || *fen > shop::maxPriceFen)
        return Error::invalid(u"price"_s, text);
    return *fen;
}

QString arrow(const char* what, const QString& from, const QString& to)
{
    return QCoreApplication::translate("ProductEditor", what) % u' ' % from % u" → "_s % to;
}

} // namespace

ProductForm formOf(const shop::Product& product)
{
    return {product.name,   product.categoryId, yuanInput(product.priceFen),
            product.status, product.imageUrl,   product.description};
}

Result<shop::ProductPatch> patchOf(const ProductForm& form, const shop::Product& base)
{
    shop::ProductPatch patch;
    patch.version = base.version;
    const QString name = form.name.trimmed();
    if (name.isEmpty())
        return Error::invalid(u"name"_s, name);
    const auto price = priceOf(form.price);
    if (!price)
        return price.error();
    if (name != base.name)
        patch.name = name;
    if (form.categoryId != base.categoryId)
        patch.categoryId = form.categoryId;
    if (*price != base.priceFen)
        patch.priceFen = *price;
    if (form.status != base.status)
        patch.status = form.status;
    if (form.imageUrl.trimmed() != base.imageUrl)
        patch.imageUrl = form.imageUrl.trimmed();
    if (form.description != base.description)
        patch.description = form.description;
    return patch;
}

Result<shop::ProductDraft> draftOf(const ProductForm& form, const QString& stock)
{
    const auto patch = patchOf(form, {});
    if (!patch)
        return patch.error();
    const auto count = parseStock(stock.trimmed().isEmpty() ? QStringView(u"0") : QStringView(stock), 0);
    if (!count)
        return Error::invalid(u"stock"_s, stock);
    shop::ProductDraft draft;
    draft.name = form.name.trimmed();
    draft.categoryId = form.categoryId;
    draft.priceFen = patch->priceFen.value_or(0);
    draft.stock = *count;
    draft.status = form.status;
    draft.imageUrl = form.imageUrl.trimmed();
    draft.description = form.description;
    return draft;
}

ProductForm rebased(const ProductForm& form, const shop::Product& base, const shop::Product& fresh)
{
    const ProductForm before = formOf(base);
    ProductForm now = formOf(fresh);
    if (form.name != before.name)
        now.name = form.name;
    if (form.categoryId != before.categoryId)
        now.categoryId = form.categoryId;
    if (form.price != before.price)
        now.price = form.price;
    if (form.status != before.status)
        now.status = form.status;
    if (form.imageUrl != before.imageUrl)
        now.imageUrl = form.imageUrl;
    if (form.description != before.description)
        now.description = form.description;
    return now;
}

QStringList differences(const shop::Product& from, const shop::Product& to)
{
    QStringList lines;
    if (from.name != to.name)
        lines += arrow(QT_TRANSLATE_NOOP("ProductEditor", "Name"), from.name, to.name);
    if (from.priceFen != to.priceFen)
        lines += arrow(QT_TRANSLATE_NOOP("ProductEditor", "Price"), yuanText(from.priceFen), yuanText(to.priceFen));
    if (from.status != to.status)
        lines += arrow(QT_TRANSLATE_NOOP("ProductEditor", "Status"), statusText(from.status), statusText(to.status));
    if (from.categoryId != to.categoryId)
        lines += QCoreApplication::translate("ProductEditor", "Category changed");
    if (from.imageUrl != to.imageUrl)
        lines += QCoreApplication::translate("ProductEditor", "Picture changed");
    if (from.description != to.description)
        lines += QCoreApplication::translate("ProductEditor", "Description changed");
    return lines;
}

} // namespace zg::ui
