// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/sqlitestatement.h"

#include <QHash>
#include <QString>

#include <list>
#include <memory>

namespace zg::sql {

/// The prepared statements of texts made at run time, by content; the least recently used goes first.
/// Thread: its connection's.
class TextCache final
{
public:
    /// The statement of `text`, or nullptr.
    SqliteStatement* find(const QString& text);
    /// Keeps it; frees the least recently used idle one when there are too many.
    SqliteStatement* insert(const QString& text, std::unique_ptr<SqliteStatement> statement);
    void clear();

private:
    static constexpr int capacity = 64; // a list's filters and sorts in all their mixtures are fewer

    struct Entry
    {
        QString text;
        std::unique_ptr<SqliteStatement> statement;
    };
    std::list<Entry> m_entries; // the last used first
    QHash<QString, std::list<Entry>::iterator> m_index;
};

} // namespace zg::sql
