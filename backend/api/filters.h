// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/answer.h"
#include "api/call.h"
#include "api/valuejson.h"

namespace zg::api {

// What several endpoints read or answer in the same way.

/// category_id, q and sort. @errors InvalidArgument with the field
Result<shop::ProductFilter> readProductFilter(const Params& params);
/// @errors InvalidArgument "status"
Result<std::optional<shop::OrderStatus>> readOrderStatus(const Params& params);
Result<std::optional<shop::ProductStatus>> readProductStatus(const Params& params);

/// Whether work may be queued now. @errors Overloaded
Result<void> admitRead(const Call& call);
Result<void> admitSlowRead(const Call& call); ///< a list for staff
Result<void> admitWrite(const Call& call);
Result<void> admitPassword(const Call& call);

/// @param body an Envelope, or its bytes alone
template <class T>
Result<Answer> enveloped(Result<T> body)
{
    if (!body)
        return body.error();
    return Answer::enveloped(std::move(*body));
}

/// The value's own JSON as `data`.
template <class T>
Result<Answer> answered(const Result<T>& value)
{
    if (!value)
        return value.error();
    return Answer(toJson(*value));
}

template <class T>
Result<Answer> answered(const Result<shop::Page<T>>& page)
{
    if (!page)
        return page.error();
    return Answer(pageJson(*page));
}

/// {}: there is nothing to tell.
inline Answer nothing()
{
    return Answer(QByteArrayLiteral("{}"));
}

} // namespace zg::api
