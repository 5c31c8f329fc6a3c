// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/logfilter.h"

#include "ui/models/logtext.h"

#include <algorithm>

namespace zg::ui {

bool LogFilter::takes(const LogLine& line) const
{
    if (line.level < least || !line.requestId.startsWith(requestId))
        return false;
    if (!categories.isEmpty() && !categories.contains(line.category))
        return false;
    if (words.isEmpty())
        return true;
    const QString text = QString::fromUtf8(line.text);
    return std::all_of(words.cbegin(), words.cend(), [&](const QString& word) {
        return text.contains(word, Qt::CaseInsensitive) ||
               logCategoryText(line.category).contains(word, Qt::CaseInsensitive) ||
               QLatin1StringView(line.thread).contains(word, Qt::CaseInsensitive);
    });
}

} // namespace zg::ui
