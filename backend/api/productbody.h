// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/params.h"
#include "shop/values.h"

namespace zg::api {

/// {name, category_id?, price, stock?, status?, image_url?, description?}. @errors InvalidArgument with the field
Result<shop::ProductDraft> readDraft(const Params& params);
/// Any of these but stock, and `version`. category_id: null takes the product out of its category.
Result<shop::ProductPatch> readPatch(const Params& params);

} // namespace zg::api
