// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/textcache.h"

#include <algorithm>

namespace zg::sql {

SqliteStatement* TextCache::find(const QString& text)
{
    const auto at = m_index.constFind(text);
    if (at == m_index.cend())
        return nullptr;
    m_entries.splice(m_entries.begin(), m_entries, *at);
    return m_entries.front().statement.get();
}

SqliteStatement* TextCache::insert(const QString& text, std::unique_ptr<SqliteStatement> statement)
{
    if (m_entries.size() >= capacity) {
        // One that runs belongs to rows that someone still reads.
        const auto idle = std::find_if(m_entries.rbegin(), m_entries.rend(),
                                       [](const Entry& entry) { return !entry.statement->isRunning(); });
        if (idle != m_entries.rend()) {
            m_index.remove(idle->text);
            m_entries.erase(std::next(idle).base());
        }
    }
    m_entries.push_front({text, std::move(statement)});
    m_index.insert(text, m_entries.begin());
    return m_entries.front().statement.get();
}

void TextCache::clear()
{
    m_index.clear();
    m_entries.clear();
}

} // namespace zg::sql
