// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/timestamp.h"

#include <QDateTime>
#include <QTimeZone>

#include <chrono>

namespace zg {

namespace {
void putDigits(char* at, unsigned value, int digits)
{
    for (int i = digits - 1; i >= 0; --i, value /= 10)
        at[i] = char('0' + value % 10);
}
} // namespace

void appendTimestamp(QByteArray& out, qint64 ms)
{
    using namespace std::chrono;
    const sys_time<milliseconds> time{milliseconds{ms}};
    const auto day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss clock{time - day};
    char text[] = "0000-00-00T00:00:00.000Z";
    putDigits(text, unsigned(int(date.year())), 4);
    putDigits(text + 5, unsigned(date.month()), 2);
    putDigits(text + 8, unsigned(date.day()), 2);
    putDigits(text + 11, unsigned(clock.hours().count()), 2);
    putDigits(text + 14, unsigned(clock.minutes().count()), 2);
    putDigits(text + 17, unsigned(clock.seconds().count()), 2);
    putDigits(text + 20, unsigned(clock.subseconds().count()), 3);
    out.append(text, 24);
}

QByteArray timestamp(qint64 ms)
{
    QByteArray out;
    out.reserve(24);
    appendTimestamp(out, ms);
    return out;
}

std::optional<qint64> parseTimestamp(QByteArrayView text)
{
    if (text.size() < 10 || text.size() > 40)
        return std::nullopt;
    const QString string = QString::fromLatin1(text);
    if (text.size() == 10) {
        const QDate date = QDate::fromString(string, Qt::ISODate);
        return date.isValid() ? std::optional(date.startOfDay(Qt::UTC).toMSecsSinceEpoch()) : std::nullopt;
    }
    QDateTime time = QDateTime::fromString(string, Qt::ISODateWithMs);
    if (!time.isValid())
        return std::nullopt;
    if (time.timeSpec() == Qt::LocalTime) // no offset given: the contract's times are UTC
        time.setTimeSpec(Qt::UTC);
    return time.toMSecsSinceEpoch();
}

} // namespace zg
