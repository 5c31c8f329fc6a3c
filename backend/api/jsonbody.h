// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArrayView>
#include <QJsonObject>

namespace zg::api {

/// A request body as an object.
/// @errors InvalidJson when it does not parse; InvalidArgument("body") when it is JSON, but no object
Result<QJsonObject> readObject(QByteArrayView body);

/// What a person calls the length of a text: code points, so that an emoji counts once.
qsizetype characters(QStringView text);

} // namespace zg::api
