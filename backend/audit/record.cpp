// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/record.h"

#include "audit/changetext.h"
#include "sql/connection.h"

namespace zg::audit {

using namespace Qt::StringLiterals;

namespace {
constexpr qsizetype maxText = 200; // of a description: enough to tell it by

constexpr sql::Statement insertOperation{
    "operation.insert", "INSERT INTO operations (at, user_id, kind, subject, subject_id, changes, origin)"
                        " VALUES (?, ?, ?, ?, ?, ?, ?)"};

QString cut(const QString& text)
{
    return text.size() > maxText ? QString(text.left(maxText - 1) + u'…') : text;
}
} // namespace

void note(QList<Change>& changes, const char* field, const QString& before, const QString& after)
{
    if (before != after)
        changes.append({QString::fromLatin1(field), cut(before), cut(after)});
}

Result<void> record(sql::Connection& connection, const Actor& by, Operation operation)
{
    const auto user = by.id.isSet() ? std::optional(by.id.value) : std::nullopt;
    const auto done =
        connection.exec(insertOperation, operation.at, user, QString::fromLatin1(name(operation.kind)),
                        cut(operation.subject), operation.subjectId, changesToText(operation.changes), cut(by.origin));
    if (!done)
        return done.error();
    return {};
}

} // namespace zg::audit
