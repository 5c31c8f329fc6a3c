// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "shop/values.h"

#include <QStringList>

namespace zg::ui {

/// What stands in the editor's fields, as typed.
struct ProductForm
{
    QString name;
    std::optional<CategoryId> categoryId;
    QString price;
    shop::ProductStatus status = shop::ProductStatus::OffShelf;
    QString imageUrl;
    QString description;
    bool operator==(const ProductForm&) const = default;
};

ProductForm formOf(const shop::Product& product);

/// What the form changes of `base`: only the touched fields, with base's version.
/// @errors InvalidArgument, with the field
Result<shop::ProductPatch> patchOf(const ProductForm& form, const shop::Product& base);
/// @errors InvalidArgument, with the field
Result<shop::ProductDraft> draftOf(const ProductForm& form, const QString& stock);

/// Somebody else changed the product under an open form: what was touched stays as typed, the rest takes the new
/// values.
ProductForm rebased(const ProductForm& form, const shop::Product& base, const shop::Product& fresh);
/// What differs between two states of a product, for people: "Price ¥ 10.00 → ¥ 12.00".
QStringList differences(const shop::Product& from, const shop::Product& to);

} // namespace zg::ui
