// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QJsonObject>

#include <optional>

namespace zg::api {

/// The body of the action door: {"action":"…","data":{…},"token":"…"}.
struct ActionBody
{
    QByteArray action;
    QByteArray token;
    QJsonObject data;
    std::optional<qint64> onlyId; ///< `data` was {"id":N} and nothing else, and was not made an object
};

/// @errors InvalidJson; InvalidArgument with "body", "action", "data" or "token"
Result<ActionBody> readAction(QByteArrayView body);

/// The way of the usual small bodies, without a JSON tree: names and texts of plain ASCII without escapes, `data` of at
/// most one member, an integer `id`. Nothing when the body is anything else, right or wrong.
std::optional<ActionBody> scanAction(QByteArrayView body);

} // namespace zg::api
