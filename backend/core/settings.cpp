// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings.h"

#include "core/settingfile.h"
#include "core/settingkeys.h"
#include "core/settingvalues.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QStandardPaths>

namespace zg {

using namespace Qt::StringLiterals;

namespace {

/// Options that belong to the loading itself and are no settings.
constexpr auto configKey = "config"_L1;

/// A store on PostgreSQL may have other nodes, and a balancer in front that asks /readyz about once a second.
constexpr std::chrono::seconds manyNodesDrainDelay{1};

/// One `key = value` of a source, and how to name it in a complaint.
struct Given
{
    QString key;
    QStringList values;
    QString label; ///< "--listen", "ZHANGGUI_LISTEN", "listen in shop.ini, line 3"
};

Error complaint(const QString& label, const QString& value, const SettingKey& key)
{
    const QString what = key.isSecret ? QString() : QString(u" \""_s + value + u'"');
    return Error::invalid(key.name, label + u": cannot use"_s + (what.isEmpty() ? u" it"_s : what) + u"; it takes "_s +
                                        key.kind.range);
}

Result<void> apply(LoadedSettings& loaded, const Given& given, SettingSource source)
{
    const SettingKey* key = findSettingKey(given.key);
    for (const QString& value : given.values) {
        const QString missing = notInThisVersion(given.key, value);
        if (!missing.isEmpty())
            return Error::invalid(given.key, missing);
    }
    if (!key)
        return Error::invalid(given.key, given.label + u": there is no such setting"_s);
    if (!key->secretVariable.isEmpty() && source != SettingSource::Environment)
        return Error::invalid(key->name,
                              given.label + u": comes from the environment alone, as "_s + key->secretVariable);
    if (key->kind.isRepeatable() && loaded.sources.value(key->name) != source)
        key->kind.clear(loaded.settings);
    for (const QString& value : given.values) {
        if (!key->kind.set(loaded.settings, value))
            return complaint(given.label, value, *key);
    }
    loaded.sources[key->name] = source;
    return {};
}

QStringList splitIf(bool repeatable, const QString& value)
{
    if (!repeatable)
        return {value};
    QStringList parts;
    for (const QString& part : value.split(u',', Qt::SkipEmptyParts))
        parts.append(part.trimmed());
    return parts;
}

bool isRepeatable(const QString& key)
{
    const SettingKey* found = findSettingKey(key);
    return found && found->kind.isRepeatable();
}

/// Reads `--key value`, `--key=value` and `--flag`.
Result<QList<Given>> parseArguments(const QStringList& arguments)
{
    QList<Given> given;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString& argument = arguments[i];
        if (!argument.startsWith("--"_L1) || argument.size() < 3)
            return Error::invalid(argument, u"unexpected argument \"%1\""_s.arg(argument));
        const qsizetype equals = argument.indexOf(u'=');
        const QString key = argument.mid(2, equals < 0 ? -1 : equals - 2);
        const QString label = u"--"_s + key;
        const SettingKey* known = findSettingKey(key);
        if (!known && key != configKey)
            return Error::invalid(key, u"unknown option %1; --help lists them"_s.arg(label));
        const bool isFlag = known && known->kind.isFlag;
        if (equals >= 0)
            given.append({key, splitIf(isRepeatable(key), argument.mid(equals + 1)), label});
        else if (isFlag && (i + 1 == arguments.size() || !parseBool(arguments[i + 1])))
            given.append({key, {u"true"_s}, label});
        else if (i + 1 < arguments.size() && !arguments[i + 1].startsWith("--"_L1))
            given.append({key, splitIf(isRepeatable(key), arguments[++i]), label});
        else
            return Error::invalid(key,
                                  u"%1 needs a value%2"_s.arg(label, known ? u": "_s + known->kind.range : QString()));
    }
    return given;
}

QList<Given> readEnvironment(const QMap<QString, QString>& environment)
{
    QList<Given> given;
    const auto add = [&](const QString& key, const QString& variable) {
        const QString value = environment.value(variable);
        if (!value.isEmpty()) // empty is how a container's file says "not set"
            given.append({key, splitIf(isRepeatable(key), value), variable});
    };
    for (const SettingKey& key : settingKeys())
        add(key.name, key.variable());
    return given;
}

QString lastValue(const QList<Given>& given, QLatin1StringView key)
{
    QString value;
    for (const Given& one : given) {
        if (one.key == key && !one.values.isEmpty())
            value = one.values.last();
    }
    return value;
}

Result<void> applyFile(LoadedSettings& loaded, const QString& path, const QList<SettingLine>& lines)
{
    loaded.file = path;
    for (const SettingLine& line : lines) {
        const QString label = u"%1, line %2: %3"_s.arg(path).arg(line.number).arg(line.key);
        const Given given{line.key, splitIf(isRepeatable(line.key), line.value), label};
        const auto applied = apply(loaded, given, SettingSource::File);
        if (!applied)
            return applied;
        QString& said = loaded.inFile[line.key];
        said = isRepeatable(line.key) && !said.isEmpty() ? QString(said + u", "_s + line.value) : line.value;
    }
    return {};
}

Result<void> readable(const QString& key, const QString& path)
{
    QFile file(path);
    if (QFileInfo(path).isFile() && file.open(QIODevice::ReadOnly))
        return {};
    return Error::invalid(key, u"--%1: cannot read %2"_s.arg(key, path));
}

/// What one value alone cannot tell.
Result<void> validate(LoadedSettings& loaded)
{
    Settings& settings = loaded.settings;
    const ServerSettings& server = settings.server;
    if (server.tlsCert.isEmpty() != server.tlsKey.isEmpty()) {
        const bool hasCert = server.tlsKey.isEmpty();
        return Error::invalid(hasCert ? u"tls-key"_s : u"tls-cert"_s,
                              hasCert ? u"--tls-cert needs --tls-key"_s : u"--tls-key needs --tls-cert"_s);
    }
    if (!server.tlsCert.isEmpty()) {
        for (const auto& [key, path] :
             {std::pair(u"tls-cert"_s, server.tlsCert), std::pair(u"tls-key"_s, server.tlsKey)}) {
            const auto found = readable(key, path);
            if (!found)
                return found;
        }
    }
    if (settings.shop.payment == "simulated"_L1 && !settings.shop.demo)
        return Error::invalid(u"payment"_s, u"--payment simulated is only for the demo store: it needs --demo"_s);
    if (settings.shop.payment.isEmpty() && settings.shop.demo) {
        settings.shop.payment = u"simulated"_s;
        loaded.sources[u"payment"_s] = loaded.sources.value(u"demo"_s); // it follows from that one
    }
    if (settings.shop.payment == "none"_L1)
        settings.shop.payment.clear();
    if (!settings.shop.demo && loaded.sources.contains(u"stock"_s))
        return Error::invalid(u"stock"_s, u"--stock is the demo products': it needs --demo"_s);
    if (!settings.replicas.isEmpty() && !isPostgreSql(settings.database))
        return Error::invalid(u"replica"_s, u"--replica is a PostgreSQL's: it needs --database postgresql://…"_s);
    if (settings.shop.stockStrategy == StockStrategy::RedisLock && !settings.redis.isUsed())
        return Error::invalid(u"stock-strategy"_s, u"--stock-strategy redis_lock needs --redis"_s);
    if (isPostgreSql(settings.database) && !loaded.sources.contains(u"drain-delay"_s)) {
        settings.server.drainDelay = manyNodesDrainDelay;
        loaded.sources[u"drain-delay"_s] = loaded.sources.value(u"database"_s);
    }
    settings.pool.minimumIdle = std::min(settings.pool.minimumIdle, settings.pool.maximumPoolSize); // as HikariCP does
    return {};
}

/// The file's lines, the environment and the command line, one on top of the other.
Result<LoadedSettings> compose(const QString& file, const QList<SettingLine>& lines, const QStringList& arguments,
                               const QMap<QString, QString>& environment)
{
    const auto options = parseArguments(arguments);
    if (!options)
        return options.error();
    LoadedSettings loaded;
    loaded.arguments = arguments;
    if (!file.isEmpty()) {
        if (const auto applied = applyFile(loaded, file, lines); !applied)
            return applied.error();
    }
    for (const Given& given : readEnvironment(environment)) {
        const auto applied = apply(loaded, given, SettingSource::Environment);
        if (!applied)
            return applied.error();
    }
    for (const Given& given : *options) {
        if (given.key == configKey)
            continue;
        const auto applied = apply(loaded, given, SettingSource::CommandLine);
        if (!applied)
            return applied.error();
    }
    for (const SettingKey& key : settingKeys())
        if (const QString value = environment.value(key.variable()); !value.isEmpty())
            loaded.environment.insert(key.variable(), value);
    if (const auto valid = validate(loaded); !valid)
        return valid.error();
    return loaded;
}

} // namespace

Result<LoadedSettings> loadSettings(const QStringList& arguments, const QMap<QString, QString>& environment)
{
    const auto options = parseArguments(arguments);
    if (!options)
        return options.error();
    const QList<Given> variables = readEnvironment(environment);

    QString file = lastValue(*options, configKey);
    if (file.isEmpty())
        file = environment.value(u"ZHANGGUI_CONFIG"_s);
    if (file.isEmpty()) { // the data folder's own, when there is one; which folder that is, the file cannot say
        Settings where;
        where.dataDir = lastValue(*options, "data-dir"_L1);
        if (where.dataDir.isEmpty())
            where.dataDir = lastValue(variables, "data-dir"_L1);
        const QString own = dataFolder(where) + u"/zhanggui.ini"_s;
        if (QFileInfo::exists(own))
            file = own;
    }
    QList<SettingLine> lines;
    if (!file.isEmpty()) {
        const auto read = readSettingFile(file);
        if (!read)
            return read.error();
        lines = *read;
    }
    return compose(file, lines, arguments, environment);
}

Result<LoadedSettings> reloadSettings(const LoadedSettings& from, const QString& file, const QByteArray& text)
{
    const auto lines = parseSettings(file, text);
    if (!lines)
        return lines.error();
    return compose(file, *lines, from.arguments, from.environment);
}

QString settingsFile(const LoadedSettings& loaded)
{
    return loaded.file.isEmpty() ? QString(dataFolder(loaded.settings) + u"/zhanggui.ini"_s) : loaded.file;
}

namespace {
/// Of one URL, or of several with commas between them.
QString withoutPasswords(const QString& urls)
{
    QStringList shown;
    for (const QString& url : urls.split(u',', Qt::SkipEmptyParts))
        shown.append(withoutPassword(url.trimmed()));
    return shown.join(u", "_s);
}
} // namespace

QList<SettingInfo> describeSettings(const LoadedSettings& loaded)
{
    QList<SettingInfo> list;
    list.reserve(qsizetype(settingKeys().size()));
    for (const SettingKey& key : settingKeys()) {
        SettingInfo info;
        info.key = key.name;
        info.value = key.kind.get(loaded.settings);
        if (key.name == "data-dir"_L1)
            info.value = dataFolder(loaded.settings);
        else if (key.name == "database"_L1)
            info.value = withoutPassword(databaseUrl(loaded.settings));
        info.meaning = key.meaning;
        info.range = key.kind.range;
        info.unit = key.kind.unit;
        info.source = loaded.sources.value(key.name, SettingSource::Default);
        info.needsRestart = !key.isLive;
        info.input = key.kind.input;
        info.choices = key.kind.choices;
        info.isEditable = key.secretVariable.isEmpty() && key.name != "data-dir"_L1; // the file lies in that folder
        if (const auto said = loaded.inFile.constFind(key.name); said != loaded.inFile.cend())
            info.inFile = key.kind.withPassword ? withoutPasswords(*said) : *said;
        list.append(info);
    }
    return list;
}

QString dataFolder(const Settings& settings)
{
    if (!settings.dataDir.isEmpty())
        return QDir::cleanPath(QDir().absoluteFilePath(settings.dataDir));
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/zhanggui"_s;
}

bool isPostgreSql(QStringView url)
{
    return url.startsWith("postgresql://"_L1) || url.startsWith("postgres://"_L1);
}

QString withoutPassword(const QString& url)
{
    // A password may hold anything but an unescaped "@" or "/", and who forgot that is not shown his either; libpq also
    // takes one as a parameter.
    static const QRegularExpression inAuthority(u"^([a-z]+://[^:/@]*):.*@"_s);
    static const QRegularExpression asParameter(u"(\\bpassword=)[^&\\s]*"_s);
    QString shown = url;
    shown.replace(inAuthority, u"\\1:••••••@"_s);
    return shown.replace(asParameter, u"\\1••••••"_s);
}

QString databaseUrl(const Settings& settings)
{
    if (isPostgreSql(settings.database))
        return settings.database;
    const QString path = settings.database.mid(7); // what follows "sqlite:"
    if (path.isEmpty())
        return u"sqlite:"_s + dataFolder(settings) + u"/zhanggui.db"_s;
    return u"sqlite:"_s + QDir::cleanPath(QDir().absoluteFilePath(path));
}

} // namespace zg
