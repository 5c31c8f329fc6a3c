// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace zg::identity {

/// What accounts may be called and protected with. Only making and changing one is checked: whoever logs in with
/// something else has simply got it wrong.
/// @errors InvalidArgument with the field
Result<void> checkUsername(const QString& username);    ///< 1–64 printable characters, no space at either end
Result<void> checkPassword(const QByteArray& password); ///< 6–128 characters of UTF-8
Result<void> checkNickname(const QString& nickname);    ///< at most 64 characters, no control characters; may be empty
Result<void> checkRefundLimit(std::optional<qint64> fen); ///< 0 to ¥ 10,000,000, or none

} // namespace zg::identity
