// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace zg {

/// 123456 → "¥ 1,234.56". Money is an integer in fen everywhere; this is for people's eyes only.
QString yuanText(qint64 fen);
/// 123456 → "1234.56", as a person types it into a field.
QString yuanFigure(qint64 fen);
/// What a person types: "12.3", "¥12.30", "1,234" → fen; nothing when it is no amount or has more than two decimals.
std::optional<qint64> parseYuan(QStringView text);

} // namespace zg
