// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/grams.h"

#include <QSet>

namespace zg::shop {

namespace {
constexpr qsizetype maxQueryGrams = 4; // each is one index look-up a candidate; more hardly narrow it further

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
    for (qsizetype length = 1; length <= 2; ++length) {
        for (qsizetype at = 0; at + length <= points.size(); ++at) {
            const auto gram = piece(points, at, length);
            if (!seen.contains(gram)) {
                seen.insert(gram);
                list.append(gram);
            }
        }
    }
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

} // namespace zg::shop
