// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QString>
#include <QStringList>

namespace zg::sql {

/// A copy of a part of the store in which indexes are tried; it is gone with the object, and the store never sees it.
/// Thread: one at a time.
class Scratch
{
public:
    virtual ~Scratch() = default;
    /// The plan of a statement, for values that are not known.
    virtual Result<QString> plan(const QString& text) = 0;
    virtual Result<QStringList> columns(const QString& table) = 0; ///< none: there is no such table
    /// How many rows the store's table holds, counted up to `most`.
    virtual Result<qint64> rows(const QString& table, qint64 most) = 0;
    /// Copies that many of its rows at most. @return how many
    virtual Result<qint64> sample(const QString& table, qint64 most) = 0;
    /// Makes the index `trialIndex`, and the statistics about it.
    virtual Result<void> tryIndex(const QString& table, const QStringList& columns) = 0;
    virtual Result<void> dropTrial() = 0;
    /// The engine's estimate for the whole statement, from its plan; 0: it says none.
    virtual double cost(const QString& plan) const = 0;
    /// The index as a person makes it in the store, without standing in anybody's way where that is possible.
    virtual QString createStatement(const QString& table, const QStringList& columns) const = 0;

    static constexpr char trialIndex[] = "zhanggui_trial";
};

/// "orders_user_id_status" for an index on these columns of orders; a column may end in " DESC".
QString indexName(const QString& table, const QStringList& columns);

} // namespace zg::sql
