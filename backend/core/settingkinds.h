// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/money.h"
#include "core/settingkeys.h"
#include "core/settingvalues.h"

#include <algorithm>
#include <array>

/// How each kind of setting is read and shown; `at` gives the member of a Settings, const or not.
namespace zg::settingkinds {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

enum class BareNumber : quint8 { Seconds, Milliseconds };

template <class Section, class Member>
auto member(Section Settings::*section, Member Section::*field)
{
    return [section, field](auto& settings) -> decltype(auto) { return (settings.*section.*field); };
}

inline SettingKind with(SettingInput input, SettingKind kind)
{
    kind.input = input;
    return kind;
}

template <class At>
SettingKind integer(At at, qint64 low, qint64 high, const QString& unit = {})
{
    return with(SettingInput::Number, {QString::number(low) + u"–"_s + QString::number(high), unit,
                                       [=](Settings& settings, const QString& text) {
                                           bool ok = false;
                                           const qint64 value = text.toLongLong(&ok);
                                           if (!ok || value < low || value > high)
                                               return false;
                                           at(settings) = std::remove_cvref_t<decltype(at(settings))>(value);
                                           return true;
                                       },
                                       [=](const Settings& settings) { return QString::number(at(settings)); }});
}

/// Yuan as a person types them, kept in fen; 0 is off.
template <class At>
SettingKind yuan(At at, qint64 highFen)
{
    return with(SettingInput::Money, {u"0–"_s + QString::number(highFen / 100), u"yuan"_s,
                                      [=](Settings& settings, const QString& text) {
                                          const auto fen = parseYuan(text);
                                          if (!fen || *fen < 0 || *fen > highFen)
                                              return false;
                                          at(settings) = *fen;
                                          return true;
                                      },
                                      [=](const Settings& settings) { return yuanFigure(at(settings)); }});
}

template <class At>
SettingKind bytes(At at, qint64 low, qint64 high)
{
    return with(SettingInput::Bytes, {bytesText(low) + u"–"_s + bytesText(high), u"bytes"_s,
                                      [=](Settings& settings, const QString& text) {
                                          const auto value = parseBytes(text);
                                          if (!value || *value < low || *value > high)
                                              return false;
                                          at(settings) = std::remove_cvref_t<decltype(at(settings))>(*value);
                                          return true;
                                      },
                                      [=](const Settings& settings) { return bytesText(at(settings)); }});
}

/// HikariCP counts in milliseconds, so a bare number does for the pool's times; everywhere else it is seconds.
template <class At>
SettingKind duration(At at, milliseconds low, milliseconds high, BareNumber bare = BareNumber::Seconds)
{
    const bool isMs = bare == BareNumber::Milliseconds;
    return with(SettingInput::Duration, {durationText(low) + u"–"_s + durationText(high), isMs ? u"ms"_s : u"s"_s,
                                         [=](Settings& settings, const QString& text) {
                                             auto value = parseDuration(text);
                                             bool isBare = false;
                                             const qint64 number = text.toLongLong(&isBare);
                                             if (isBare && isMs)
                                                 value = milliseconds(number);
                                             if (!value || *value < low || *value > high)
                                                 return false;
                                             at(settings) = *value;
                                             return true;
                                         },
                                         [=](const Settings& settings) { return durationText(at(settings)); }});
}

template <class At>
SettingKind flag(At at)
{
    SettingKind kind{u"true, false"_s,
                     {},
                     [=](Settings& settings, const QString& text) {
                         const auto value = parseBool(text);
                         if (value)
                             at(settings) = *value;
                         return value.has_value();
                     },
                     [=](const Settings& settings) { return at(settings) ? u"true"_s : u"false"_s; }};
    kind.isFlag = true;
    kind.input = SettingInput::Switch;
    return kind;
}

template <class At>
SettingKind text(At at, const QString& range)
{
    return {range,
            {},
            [=](Settings& settings, const QString& value) {
                at(settings) = value;
                return !value.isEmpty();
            },
            [=](const Settings& settings) { return at(settings); }};
}

template <class Host, class Port>
SettingKind address(Host host, Port port)
{
    return {u"HOST:PORT"_s,
            {},
            [=](Settings& settings, const QString& text) {
                const auto value = parseHostPort(text);
                if (!value)
                    return false;
                host(settings) = value->host;
                port(settings) = value->port;
                return true;
            },
            [=](const Settings& settings) {
                return host(settings).isEmpty() ? QString() : hostPortText(host(settings), port(settings));
            }};
}

template <class At>
SettingKind cidrs(At at)
{
    SettingKind kind{u"CIDR, repeatable"_s,
                     {},
                     [=](Settings& settings, const QString& text) {
                         if (!isCidr(text))
                             return false;
                         at(settings).append(text);
                         return true;
                     },
                     [=](const Settings& settings) { return at(settings).join(u", "_s); }};
    kind.clear = [=](Settings& settings) { at(settings).clear(); };
    return kind;
}

inline SettingKind database()
{
    SettingKind kind{u"sqlite:PATH, postgresql://user:password@host:port/name"_s,
                     {},
                     [](Settings& settings, const QString& text) {
                         settings.database = text;
                         return isPostgreSql(text) || (text.startsWith("sqlite:"_L1) && !text.contains(":memory:"_L1));
                     },
                     [](const Settings& settings) { return withoutPassword(settings.database); }};
    kind.withPassword = [](const Settings& settings) { return settings.database; };
    return kind;
}

inline SettingKind replicas()
{
    SettingKind kind{u"postgresql://user:password@host:port/name, repeatable"_s,
                     {},
                     [](Settings& settings, const QString& text) {
                         settings.replicas.append(text);
                         return isPostgreSql(text);
                     },
                     [](const Settings& settings) {
                         QStringList shown;
                         for (const QString& url : settings.replicas)
                             shown.append(withoutPassword(url));
                         return shown.join(u", "_s);
                     },
                     false,
                     [](Settings& settings) { settings.replicas.clear(); }};
    kind.withPassword = [](const Settings& settings) { return settings.replicas.join(u", "_s); };
    return kind;
}

inline SettingKind redisUrl()
{
    SettingKind kind{u"redis://[:password@]host:port/db, unix:///path"_s,
                     {},
                     [](Settings& settings, const QString& text) {
                         settings.redis.url = text;
                         return (text.startsWith("redis://"_L1) && text.size() > 8) ||
                                (text.startsWith("unix:///"_L1) && text.size() > 8);
                     },
                     [](const Settings& settings) { return withoutPassword(settings.redis.url); }};
    kind.withPassword = [](const Settings& settings) { return settings.redis.url; };
    return kind;
}

/// host:port,…/mastername
inline SettingKind sentinels()
{
    return {u"host:port,…/mastername"_s,
            {},
            [](Settings& settings, const QString& text) {
                settings.redis.sentinel = text;
                const qsizetype slash = text.lastIndexOf(u'/');
                if (slash < 1 || slash + 1 == text.size())
                    return false;
                const auto hosts = text.left(slash).split(u',');
                return std::ranges::all_of(hosts, [](const QString& host) { return parseHostPort(host).has_value(); });
            },
            [](const Settings& settings) { return settings.redis.sentinel; }};
}

/// One of a few words, each with its value.
template <class At, class Value, size_t count>
SettingKind choice(At at, std::array<std::pair<QLatin1StringView, Value>, count> words)
{
    QStringList range;
    for (const auto& word : words)
        range.append(word.first);
    SettingKind kind{range.join(u", "_s),
                     {},
                     [=](Settings& settings, const QString& text) {
                         for (const auto& word : words) {
                             if (text == word.first) {
                                 at(settings) = word.second;
                                 return true;
                             }
                         }
                         return false;
                     },
                     [=](const Settings& settings) {
                         for (const auto& word : words) {
                             if (at(settings) == word.second)
                                 return QString(word.first);
                         }
                         return QString();
                     }};
    kind.input = SettingInput::Choice;
    kind.choices = range;
    return kind;
}

inline SettingKind payment()
{
    SettingKind kind{u"simulated, none"_s,
                     {},
                     [](Settings& settings, const QString& text) {
                         settings.shop.payment = text;
                         return text == "simulated"_L1 || text == "none"_L1;
                     },
                     [](const Settings& settings) { return settings.shop.payment; }};
    kind.input = SettingInput::Choice;
    kind.choices = {u"simulated"_s, u"none"_s};
    return kind;
}

inline SettingKind httpUrl(QString IdentitySettings::*field)
{
    return {u"URL"_s,
            {},
            [=](Settings& settings, const QString& text) {
                settings.identity.*field = text;
                return (text.startsWith("https://"_L1) && text.size() > 8) ||
                       (text.startsWith("http://"_L1) && text.size() > 7);
            },
            [=](const Settings& settings) { return settings.identity.*field; }};
}

/// From the environment alone. The bytes are the variable's own, also where they are no valid UTF-8.
inline SettingKind secret(const char* variable, QByteArray IdentitySettings::*field, const QString& range,
                          qsizetype atLeast)
{
    return {range,
            {},
            [=](Settings& settings, const QString& text) {
                const QByteArray raw = qgetenv(variable);
                settings.identity.*field = QString::fromUtf8(raw) == text ? raw : text.toUtf8();
                return (settings.identity.*field).size() >= atLeast;
            },
            [=](const Settings& settings) { return (settings.identity.*field).isEmpty() ? QString() : u"••••••"_s; }};
}

} // namespace zg::settingkinds
