// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace zg::shop {

/// A name or a search text as it is compared: lower case, full-width letters as plain ones.
QString folded(const QString& text);
/// What a folded text is found by, each once: its one- and two-character pieces, and from each character on the piece
/// of three to eight. A character is a code point.
QStringList grams(const QString& foldedText);

/// What a search looks up: a few pieces that every match has, and whether they prove the match.
struct GramQuery
{
    QStringList grams;
    bool isExact = true; ///< else the folded name must still be searched for the folded text
};
GramQuery gramQuery(const QString& foldedText);

/// The pieces that begin as a text does (its first eight characters), in the order of their code points.
struct PieceRange
{
    QString first;
    QString end;        ///< first ≤ piece < end
    bool isOne = false; ///< else first alone
};
PieceRange pieceRange(const QString& foldedText);

} // namespace zg::shop
