// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/filters.h"

#include "resilience/loadshedder.h"

#include <limits>

namespace zg::api {

using namespace Qt::StringLiterals;

namespace {

constexpr int maxSearch = 100; // longer than any product's name that somebody types

/// A text that must be one of a set, as `lookUp` knows it.
template <class T>
Result<std::optional<T>> readOneOf(const Params& params, const char* name, std::optional<T> (*lookUp)(QByteArrayView))
{
    auto text = params.optionalText(name, 0, 64);
    if (!text)
        return text.error();
    if (!*text)
        return std::optional<T>();
    const auto found = lookUp((*text)->toUtf8());
    if (!found)
        return Error::invalid(QString::fromLatin1(name), u"is not one of those there are"_s);
    return found;
}

Result<void> admit(const Call& call, resilience::Queue queue)
{
    return call.services->shedder.admit(queue, call.services->clock.monotonic());
}

} // namespace

Result<shop::ProductFilter> readProductFilter(const Params& params)
{
    shop::ProductFilter filter;
    auto category = params.optionalInteger("category_id", 1, std::numeric_limits<qint64>::max());
    if (!category)
        return category.error();
    if (*category)
        filter.categoryId = CategoryId(**category);
    auto text = params.optionalText("q", 0, maxSearch);
    if (!text)
        return text.error();
    filter.text = text->value_or(QString()).trimmed();
    auto sort = readOneOf<shop::ProductSort>(params, "sort", shop::productSort);
    if (!sort)
        return sort.error();
    filter.sort = sort->value_or(shop::ProductSort::Newest);
    return filter;
}

Result<std::optional<shop::OrderStatus>> readOrderStatus(const Params& params)
{
    return readOneOf<shop::OrderStatus>(params, "status", shop::orderStatus);
}

Result<std::optional<shop::ProductStatus>> readProductStatus(const Params& params)
{
    return readOneOf<shop::ProductStatus>(params, "status", shop::productStatus);
}

Result<void> admitRead(const Call& call)
{
    return admit(call, resilience::Queue::Database);
}
Result<void> admitSlowRead(const Call& call)
{
    return admit(call, resilience::Queue::SlowRead);
}
Result<void> admitWrite(const Call& call)
{
    return admit(call, resilience::Queue::Commit);
}
Result<void> admitPassword(const Call& call)
{
    return admit(call, resilience::Queue::Password);
}

} // namespace zg::api
