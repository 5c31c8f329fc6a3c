// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/format.h"

#include <QDateTime>

namespace zg::ui {

using namespace Qt::StringLiterals;

QString countText(qint64 count)
{
    const bool negative = count < 0;
    QString digits = QString::number(negative ? 0 - quint64(count) : quint64(count));
    for (qsizetype at = digits.size() - 3; at > 0; at -= 3)
        digits.insert(at, u',');
    return negative ? QString(u'−' + digits) : digits;
}

QString rateText(double perSecond)
{
    if (perSecond <= 0)
        return u"0"_s;
    if (perSecond < 9.95)
        return QString::number(perSecond, 'f', 1);
    if (perSecond < 999.5)
        return QString::number(qRound64(perSecond));
    if (perSecond < 99'950)
        return QString::number(perSecond / 1'000, 'f', 1) + u'k';
    if (perSecond < 9'999'500)
        return QString::number(qRound64(perSecond / 1'000)) + u'k';
    return QString::number(perSecond / 1'000'000, 'f', 1) + u'M';
}

QString latencyText(double us)
{
    if (us <= 0)
        return u"–"_s;
    if (us < 999.5)
        return QString::number(qRound(us)) + u" µs"_s;
    if (us < 99'950)
        return QString::number(us / 1'000, 'f', 1) + u" ms"_s;
    if (us < 999'500)
        return QString::number(qRound(us / 1'000)) + u" ms"_s;
    return QString::number(us / 1'000'000, 'f', 2) + u" s"_s;
}

QString bytesText(qint64 bytes)
{
    static constexpr const char16_t* units[] = {u"B", u"KB", u"MB", u"GB", u"TB"};
    double value = double(bytes);
    int unit = 0;
    while (value >= 1'024 && unit < 4) {
        value /= 1'024;
        ++unit;
    }
    return QString::number(value, 'f', unit == 0 ? 0 : 1) + u' ' + QString::fromUtf16(units[unit]);
}

QString localTimeText(qint64 ms)
{
    return ms > 0 ? QDateTime::fromMSecsSinceEpoch(ms).toString(u"yyyy-MM-dd HH:mm:ss"_s) : u"–"_s;
}

QString utcTimeText(qint64 ms)
{
    if (ms <= 0)
        return u"–"_s;
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(u"yyyy-MM-dd HH:mm:ss"_s) + u" UTC"_s;
}

} // namespace zg::ui
