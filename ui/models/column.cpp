// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/column.h"

#include "core/money.h"
#include "ui/format.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace zg::ui {

QString plainText(const QVariant& raw)
{
    return raw.toString();
}

QString countAsText(const QVariant& raw)
{
    return raw.isValid() ? countText(raw.toLongLong()) : QString();
}

QString fenAsYuan(const QVariant& raw)
{
    return raw.isValid() ? yuanText(raw.toLongLong()) : QString();
}

QString timeAsLocal(const QVariant& raw)
{
    if (!raw.isValid())
        return {};
    return QDateTime::fromMSecsSinceEpoch(raw.toLongLong()).toString(u"yyyy-MM-dd HH:mm");
}

} // namespace zg::ui
