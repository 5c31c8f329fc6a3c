// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QVariant>

#include <span>
#include <vector>

namespace zg::sql {

/// Values as libpq takes them: text for the server to read as the column's type, bytes for a bytea or a whole Column.
class PgParameters final
{
public:
    static PgParameters of(std::span<const QVariant> values);

    int count() const { return int(m_lengths.size()); }
    const char* const* values() const { return m_values.data(); }
    const int* lengths() const { return m_lengths.data(); }
    const int* formats() const { return m_formats.data(); }

private:
    std::vector<QByteArray> m_held;
    std::vector<const char*> m_values; // into m_held; null: NULL
    std::vector<int> m_lengths;
    std::vector<int> m_formats; // 0 text, 1 binary
};

} // namespace zg::sql
