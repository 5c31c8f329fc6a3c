// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/bulk.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace zg::shop {

BulkInsert::BulkInsert(const char* name, const QString& head, const QString& row, qsizetype columns)
    : m_name(name)
    , m_columns(columns)
{
    for (size_t i = 0; i < sizes.size(); ++i)
        m_texts[i] = head + QStringList(sizes[i], row).join(u", "_s);
}

Result<void> BulkInsert::run(sql::Connection& connection, const QVariantList& values) const
{
    qsizetype at = 0;
    for (size_t i = 0; i < sizes.size(); ++i) {
        const qsizetype count = sizes[i] * m_columns;
        for (; values.size() - at >= count; at += count) {
            const auto done =
                connection.runTextLater(m_name, m_texts[i], count == values.size() ? values : values.mid(at, count));
            if (!done)
                return done.error();
        }
    }
    Q_ASSERT(at == values.size());
    return {};
}

IdList::IdList(const QList<qint64>& ids)
{
    constexpr std::array<qsizetype, 6> sizes{1, 5, 10, 20, 50, most};
    Q_ASSERT(!ids.isEmpty() && ids.size() <= most);
    const qsizetype size = *std::ranges::lower_bound(sizes, ids.size());
    m_text = u"IN ("_s + QStringList(size, u"?"_s).join(u',') + u')';
    m_values.reserve(size);
    for (qsizetype i = 0; i < size; ++i)
        m_values.append(ids[qMin(i, ids.size() - 1)]);
}

} // namespace zg::shop
