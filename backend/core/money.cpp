// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/money.h"

namespace zg {

QString yuanText(qint64 fen)
{
    const quint64 amount = fen < 0 ? 0 - quint64(fen) : quint64(fen);
    QString yuan = QString::number(amount / 100);
    for (qsizetype at = yuan.size() - 3; at > 0; at -= 3)
        yuan.insert(at, u',');
    const QString cents = QString::number(amount % 100).rightJustified(2, u'0');
    return (fen < 0 ? QStringLiteral("-¥ ") : QStringLiteral("¥ ")) + yuan + u'.' + cents;
}

QString yuanFigure(qint64 fen)
{
    const quint64 amount = fen < 0 ? 0 - quint64(fen) : quint64(fen);
    const QString cents = QString::number(amount % 100).rightJustified(2, u'0');
    return (fen < 0 ? QStringLiteral("-") : QString()) + QString::number(amount / 100) + u'.' + cents;
}

std::optional<qint64> parseYuan(QStringView text)
{
    QString digits;
    qsizetype decimals = -1;
    bool negative = false;
    for (const QChar c : text.trimmed()) {
        if (c == u'¥' || c == u'￥' || c == u',' || c.isSpace())
            continue;
        if (c == u'-' && digits.isEmpty() && !negative) {
            negative = true;
        } else if (c == u'.' && decimals < 0) {
            decimals = 0;
        } else if (c >= u'0' && c <= u'9') {
            digits += c;
            if (decimals >= 0)
                ++decimals;
        } else {
            return std::nullopt;
        }
    }
    if (digits.isEmpty() || digits.size() > 15 || decimals > 2)
        return std::nullopt;
    qint64 fen = digits.toLongLong();
    for (qsizetype i = qMax<qsizetype>(decimals, 0); i < 2; ++i)
        fen *= 10;
    return negative ? -fen : fen;
}

} // namespace zg
