// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

namespace zg::ui::csv {

/// One record and the line of the file it begins on, for messages.
struct Record
{
    int line = 0;
    QStringList fields;
    bool operator==(const Record&) const = default;
};

/// Reads RFC 4180, strictly: UTF-8 (a byte order mark is skipped), fields parted by commas, lines by CRLF or LF, quotes
/// doubled inside quotes and nowhere else. Empty lines are skipped.
/// @errors InvalidArgument, with the line
Result<QList<Record>> parse(const QByteArray& bytes);

/// Writes records with CRLF, quoting what needs it; begins with a byte order mark, by which Excel knows UTF-8.
class Writer final
{
public:
    Writer();
    void add(const QStringList& fields);
    const QByteArray& bytes() const { return m_bytes; }

private:
    QByteArray m_bytes;
};

/// A text that a spreadsheet would take for a formula gets an apostrophe before it; unguard() takes it off again.
/// Customers write remarks and names: none of them may calculate on the shop's computer.
QString guard(const QString& text);
QString unguard(const QString& text);

} // namespace zg::ui::csv
