// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/productquery.h"

namespace zg::shop {

/// How a search is answered, so that its cost has a bound whatever the size of the store.
struct ProductSearch
{
    static constexpr int fewNames = 1'000;     ///< so many names are all read and sorted: a few milliseconds
    static constexpr int longestWalk = 20'000; ///< rows looked at for one page; then the page ends early

    enum class Way : quint8 {
        Gather,    ///< few names have the text: all of them, sorted
        WalkNames, ///< newest first: the names that have one piece of the text are in the order of ids already
        WalkList   ///< another order: the list without a search, leaving out what does not match
    };
    Way way = Way::Gather;
    QString text;  ///< folded
    QString piece; ///< WalkNames: goes by this
};

/// A row if more than ProductSearch::fewNames names have the text (or its beginning, when it is long).
ListStatement manyNames(const QString& foldedText);
/// The id of a name with this piece some way down from `before`: the lower, the rarer the piece.
ListStatement pieceDepth(const QString& piece, qint64 before);
/// The page. On Gather it is what productPage() is, with one row more than `limit`. On a walk each row is looked at by
/// the program: behind productColumns() comes the folded name and, on PostgreSQL, the row's number in the walk; there
/// rows that do not match are left out but for the last.
ListStatement searchPage(const ProductFilter& filter, const ProductSearch& search, const std::optional<Position>& after,
                         int limit, sql::Dialect dialect);

/// Products whose names have filter.text. A page of a walk that found little ends early: it has a cursor all the same.
Result<Page<Product>> searchProducts(sql::Connection& connection, const ProductFilter& filter,
                                     const std::optional<Position>& after, int limit);

} // namespace zg::shop
