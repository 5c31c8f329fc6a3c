// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

namespace zg::sql {

struct IndexCandidate
{
    QString table;
    QStringList columns; ///< a column may end in " DESC"
    bool operator==(const IndexCandidate&) const = default;
};

/// The tables that a statement names after FROM, JOIN, UPDATE and INTO. @return by the name that its columns go by (the
/// alias, else the table's own)
QHash<QString, QString> tablesOf(const QString& statement);

/// Indexes that may help a statement: what it compares for equality first, then what it sorts by or compares otherwise.
/// Guesses from the words, to be tried: an index that does not help is no harm here. Those with few columns come first.
/// @param columns of each table
QList<IndexCandidate> indexCandidates(const QString& statement, const QHash<QString, QStringList>& columns);

} // namespace zg::sql
