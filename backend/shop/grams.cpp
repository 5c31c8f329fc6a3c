// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/grams.h"

#include <QSet>

namespace zg::shop {

namespace {
constexpr qsizetype maxQueryGrams = 4; // pieces from all over a text; more hardly find a rarer one
constexpr qsizetype longPiece = 8;     // characters: few names share so many
constexpr char32_t lastPoint = 0x10ffff;

QString piece(const QList<uint>& points, qsizetype at, qsizetype length)
{
    return QString::fromUcs4(reinterpret_cast<const char32_t*>(points.constData() + at), length);
}
} // namespace

QString folded(const QString& text)
{
    return text.normalized(QString::NormalizationForm_KC).toLower();
}

QStringList grams(const QString& foldedText)
{
    const auto points = foldedText.toUcs4();
    QSet<QString> seen;
    QStringList list;
    const auto add = [&](qsizetype at, qsizetype length) {
        const auto gram = piece(points, at, length);
        if (!seen.contains(gram)) {
            seen.insert(gram);
            list.append(gram);
        }
    };
    for (qsizetype length = 1; length <= 2; ++length) {
        for (qsizetype at = 0; at + length <= points.size(); ++at)
            add(at, length);
    }
    for (qsizetype at = 0; at + 3 <= points.size(); ++at)
        add(at, qMin(longPiece, points.size() - at));
    return list;
}

GramQuery gramQuery(const QString& foldedText)
{
    const auto points = foldedText.toUcs4();
    GramQuery query;
    if (points.size() <= 2) {
        query.grams = {foldedText};
        return query;
    }
    query.isExact = false;
    // Pieces from all over the text: neighbours tell much the same.
    const qsizetype pairs = points.size() - 1;
    const qsizetype count = qMin(pairs, maxQueryGrams);
    for (qsizetype i = 0; i < count; ++i) {
        const auto gram = piece(points, count == 1 ? 0 : i * (pairs - 1) / (count - 1), 2);
        if (!query.grams.contains(gram))
            query.grams.append(gram);
    }
    return query;
}

PieceRange pieceRange(const QString& foldedText)
{
    const auto points = foldedText.toUcs4();
    PieceRange range;
    range.isOne = points.size() <= 2;
    range.first = piece(points, 0, qMin(longPiece, points.size()));
    if (!range.isOne)
        range.end = range.first + QString::fromUcs4(&lastPoint, 1);
    return range;
}

} // namespace zg::shop
