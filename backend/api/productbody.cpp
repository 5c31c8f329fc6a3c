// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/productbody.h"

#include "shop/limits.h"

#include <limits>

namespace zg::api {

using namespace Qt::StringLiterals;

namespace {

constexpr int maxName = 200;
constexpr qint64 maxStock = 1'000'000'000'000; // the shop's own bound
constexpr int maxImageUrl = 2'000;
constexpr int maxDescription = 20'000;
constexpr qint64 maxId = std::numeric_limits<qint64>::max();

/// The members that a draft and a patch share.
struct Common
{
    std::optional<QString> name;
    std::optional<qint64> category;
    std::optional<qint64> price;
    std::optional<shop::ProductStatus> status;
    std::optional<QString> imageUrl;
    std::optional<QString> description;

    Common() = default;
};

/// Reads one member into its place; false when it is not right.
template <class T>
bool take(Result<std::optional<T>> read, std::optional<T>& into, Error& error)
{
    if (!read) {
        error = read.error();
        return false;
    }
    into = std::move(*read);
    return true;
}

Result<Common> readCommon(const Params& params)
{
    if (auto whole = params.refuseNull({"name", "price", "stock", "status", "image_url", "description"}); !whole)
        return whole.error();
    Common common;
    Error error;
    std::optional<QString> status;
    if (!take(params.optionalText("name", 1, maxName), common.name, error) ||
        !take(params.optionalInteger("category_id", 1, maxId), common.category, error) ||
        !take(params.optionalInteger("price", 0, shop::maxPriceFen), common.price, error) ||
        !take(params.optionalText("status", 0, 32), status, error) ||
        !take(params.optionalText("image_url", 0, maxImageUrl), common.imageUrl, error) ||
        !take(params.optionalText("description", 0, maxDescription), common.description, error))
        return error;
    if (common.name && common.name->trimmed().isEmpty())
        return Error::invalid(u"name"_s, u"is blank"_s);
    if (status) {
        common.status = shop::productStatus(status->toUtf8());
        if (!common.status)
            return Error::invalid(u"status"_s, u"is neither on_sale nor off_shelf"_s);
    }
    return common;
}

} // namespace

Result<shop::ProductDraft> readDraft(const Params& params)
{
    auto common = readCommon(params);
    if (!common)
        return common.error();
    if (!common->name)
        return Error::invalid(u"name"_s, u"is missing"_s);
    if (!common->price)
        return Error::invalid(u"price"_s, u"is missing"_s);
    auto stock = params.optionalInteger("stock", 0, maxStock);
    if (!stock)
        return stock.error();
    shop::ProductDraft draft;
    draft.name = *common->name;
    if (common->category)
        draft.categoryId = CategoryId(*common->category);
    draft.priceFen = *common->price;
    draft.stock = stock->value_or(0);
    draft.status = common->status.value_or(shop::ProductStatus::OffShelf);
    draft.imageUrl = common->imageUrl.value_or(u""_s);
    draft.description = common->description.value_or(u""_s);
    return draft;
}

Result<shop::ProductPatch> readPatch(const Params& params)
{
    const auto version = params.integer("version", -maxId, maxId);
    if (!version)
        return version.error();
    auto common = readCommon(params);
    if (!common)
        return common.error();
    shop::ProductPatch patch;
    patch.version = *version;
    patch.name = std::move(common->name);
    if (common->category)
        patch.categoryId = std::optional<CategoryId>(CategoryId(*common->category));
    else if (params.json("category_id").isNull())
        patch.categoryId = std::optional<CategoryId>();
    patch.priceFen = common->price;
    patch.status = common->status;
    patch.imageUrl = std::move(common->imageUrl);
    patch.description = std::move(common->description);
    return patch;
}

} // namespace zg::api
