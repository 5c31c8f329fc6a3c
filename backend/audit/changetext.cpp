// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/changetext.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace zg::audit {

QString changesToText(const QList<Change>& changes)
{
    QJsonArray list;
    for (const Change& change : changes)
        list.append(QJsonArray{change.field, change.before, change.after});
    return QString::fromUtf8(QJsonDocument(list).toJson(QJsonDocument::Compact));
}

QList<Change> changesFromText(const QByteArray& text)
{
    QList<Change> changes;
    for (const QJsonValue entry : QJsonDocument::fromJson(text).array()) {
        const QJsonArray change = entry.toArray();
        changes.append({change.at(0).toString(), change.at(1).toString(), change.at(2).toString()});
    }
    return changes;
}

} // namespace zg::audit
