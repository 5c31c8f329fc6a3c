// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/loglevels.h"

#include "core/logging.h"

#include <algorithm>
#include <iterator>

namespace zg {

using namespace Qt::StringLiterals;

namespace {

using Category = const QLoggingCategory& (*)();

constexpr Category categories[] = {lcAccess, lcCache, lcHttp, lcIdentity, lcNode, lcRedis, lcShop, lcSql};

LogLevel levelOf(const QLoggingCategory& category)
{
    if (category.isDebugEnabled())
        return LogLevel::Debug;
    if (category.isInfoEnabled())
        return LogLevel::Info;
    return category.isWarningEnabled() ? LogLevel::Warning : LogLevel::Critical;
}

const Category* find(QByteArrayView name)
{
    const auto* found = std::find_if(std::begin(categories), std::end(categories),
                                     [name](Category category) { return name == category().categoryName(); });
    return found == std::end(categories) ? nullptr : found;
}

QString ruleOf(const QLoggingCategory& category, LogLevel least)
{
    QString rules;
    for (const LogLevel level : {LogLevel::Debug, LogLevel::Info, LogLevel::Warning})
        rules += u"%1.%2=%3\n"_s.arg(QLatin1StringView(category.categoryName()), QLatin1StringView(name(level)),
                                     level >= least ? u"true"_s : u"false"_s);
    return rules;
}

} // namespace

QList<QByteArray> logCategories()
{
    QList<QByteArray> names;
    for (const Category category : categories)
        names.append(category().categoryName());
    return names;
}

LogLevel logLevel(QByteArrayView category)
{
    const Category* found = find(category);
    return found ? levelOf((*found)()) : LogLevel::Critical;
}

Result<void> setLogLevel(QByteArrayView category, LogLevel least)
{
    const Category* wanted = find(category);
    if (!wanted)
        return Error::invalid(u"category"_s, u"there is no log category %1"_s.arg(QLatin1StringView(category)));
    static std::mutex mutex; // one at a time: rules are set all together, and each keeps what the others are
    const std::lock_guard lock(mutex);
    QString rules;
    for (const Category& each : categories)
        rules += ruleOf(each(), &each == wanted ? least : levelOf(each()));
    QLoggingCategory::setFilterRules(rules);
    if (levelOf((*wanted)()) != least)
        return Error::invalid(u"level"_s, u"QT_LOGGING_RULES sets the level of %1"_s.arg(QLatin1StringView(category)));
    return {};
}

Result<void> logAccess(bool isWanted)
{
    const char* const access = lcAccess().categoryName();
    if ((logLevel(access) <= LogLevel::Info) == isWanted)
        return {};
    return setLogLevel(access, isWanted ? LogLevel::Info : LogLevel::Warning);
}

} // namespace zg
