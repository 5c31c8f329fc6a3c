// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace zg {

struct ServerSettings
{
    QString host = QStringLiteral("127.0.0.1");
    quint16 port = 8080; ///< 0: a free one
    int ioThreads = 0;   ///< 0: one per core
    QString metricsHost; ///< empty: metrics are on the API's own address
    quint16 metricsPort = 0;
    QString tlsCert; ///< PEM chain; empty: plain HTTP
    QString tlsKey;
    int headBytes = 16 * 1024;                        ///< request line and headers; more is 431
    int bodyBytes = 1024 * 1024;                      ///< more is 413
    std::chrono::milliseconds requestTimeout{30'000}; ///< to send a whole request; slower is 408
    std::chrono::milliseconds idleTimeout{75'000};    ///< keep-alive without a request
    int maxConnections = 20'000;                      ///< more are answered 503 and closed
    int maxInFlight = 4'000;                          ///< requests under way in the node; more are 503
    int rateLimit = 100; ///< requests a second of one client address and of one account, bursts of twice that; 0: off
    std::chrono::milliseconds drainDelay{0}; ///< a stop: /readyz is 503 for so long before the doors close; with
                                             ///< PostgreSQL a second, unless it was said otherwise
    QStringList trustedProxies;              ///< CIDRs that may say who the client is
    bool accessLog = false;
    bool operator==(const ServerSettings&) const = default;
};

/// HikariCP's options, in its names.
struct PoolSettings
{
    int maximumPoolSize = 20;
    int minimumIdle = 5;
    std::chrono::milliseconds connectionTimeout{3'000};
    std::chrono::milliseconds idleTimeout{600'000};
    std::chrono::milliseconds maxLifetime{1'800'000};
    std::chrono::milliseconds keepaliveTime{0};          ///< 0: off
    std::chrono::milliseconds leakDetectionThreshold{0}; ///< 0: off
    std::chrono::milliseconds validationTimeout{1'000};
    std::chrono::milliseconds initializationFailTimeout{
        1};                                      ///< >0 retry so long, then fail; 0 try once; <0 start without
    std::chrono::milliseconds slowStatement{20}; ///< statements slower than this go to the slow list with their plan
    std::chrono::milliseconds statementTimeout{
        5'000}; ///< PostgreSQL's: a statement that runs longer is cancelled; 0: none
    bool operator==(const PoolSettings&) const = default;
};

/// What a write does to the cached answers it concerns.
enum class CachePolicy : quint8 { CacheAside, WriteThrough, WriteBehind };

struct CacheSettings
{
    qint64 memoryBytes = 64 * 1024 * 1024;
    std::chrono::milliseconds timeToLive{60'000};
    int jitterPercent = 15; ///< of the time to live, up or down
    std::chrono::milliseconds negativeTimeToLive{5'000};
    std::chrono::milliseconds staleTime{600'000}; ///< after the time to live: the old answer while one loads, or while
                                                  ///< the database is away; 0: never
    int loaders = 64;                             ///< loads under way at a time; more wait
    bool nearCache = true;                        ///< with Redis: answers are kept in this process, too
    CachePolicy policy = CachePolicy::CacheAside;
    bool operator==(const CacheSettings&) const = default;
};

/// How an order takes its stock; see shop/stockstrategy.h.
enum class StockStrategy : quint8 { Group, Optimistic, Pessimistic, RedisLock };

struct ShopSettings
{
    std::chrono::milliseconds orderExpiry{30 * 60'000};
    QString payment;            ///< "simulated", "wechat" or empty: pay answers dependency_down
    int committerQueue = 4'096; ///< writes that may wait; one more is refused
    bool demo = false;
    qint64 demoStock = 1'000'000;
    StockStrategy stockStrategy = StockStrategy::Group;
    qint64 refundLimitFen = 0; ///< staff without a limit of their own approve refunds up to it; 0: any
    bool operator==(const ShopSettings&) const = default;
};

struct IdentitySettings
{
    QByteArray jwtSecret;     ///< raw bytes, at least 32; empty: made on first start and kept in the data folder
    QByteArray adminPassword; ///< of the account admin on the first start
    QString wechatApi = QStringLiteral("https://api.weixin.qq.com");
    QString wechatAppId;
    QByteArray wechatSecret;
    bool operator==(const IdentitySettings&) const = default;
};

/// The Redis that several nodes share.
struct RedisSettings
{
    QString url;                            ///< redis://[:password@]host:port/db, unix:///path; empty: none
    QString sentinel;                       ///< host:port,…/mastername; empty: the URL's host is the master
    std::chrono::milliseconds timeout{250}; ///< of one command
    bool isUsed() const { return !url.isEmpty() || !sentinel.isEmpty(); }
    bool operator==(const RedisSettings&) const = default;
};

struct Settings
{
    QString dataDir;      ///< empty: the platform's application data folder
    QString database;     ///< URL; empty: sqlite: in the data folder
    QStringList replicas; ///< URLs of a PostgreSQL's read replicas
    QString nodeName;     ///< what the other nodes know this one by; empty: the machine's name and the port
    RedisSettings redis;
    ServerSettings server;
    PoolSettings pool;
    CacheSettings cache;
    ShopSettings shop;
    IdentitySettings identity;
    bool operator==(const Settings&) const = default;
};

/// Where a setting's value came from; later ones win.
enum class SettingSource : quint8 { Default, File, Environment, CommandLine };

/// How a person types a setting's value.
enum class SettingInput : quint8 { Text, Number, Money, Bytes, Duration, Choice, Switch };

/// One setting as the console lists it and --help prints it.
struct SettingInfo
{
    QString key;     ///< "listen", as on the command line without dashes and in the file
    QString value;   ///< as text; secrets are "••••••" when set
    QString meaning; ///< one English sentence
    QString range;   ///< "0–100000", "HOST:PORT", …
    QString unit;    ///< "ms", "bytes", … or empty
    SettingSource source = SettingSource::Default;
    bool needsRestart = true;
    SettingInput input = SettingInput::Text;
    QStringList choices = {}; ///< with Choice
    bool isEditable = true;   ///< in the settings file
    std::optional<QString> inFile = {}; ///< what the file says, also where something else wins; passwords are "••••••"
    std::optional<QString> next = {}; ///< what it will be after a restart, where that differs
    bool operator==(const SettingInfo&) const = default;
};

/// Settings with the source of each value.
struct LoadedSettings
{
    Settings settings;
    QMap<QString, SettingSource> sources; ///< by key; absent: default
    QString file;                         ///< the settings file that was read, or empty
    QMap<QString, QString> inFile;        ///< by key: what it says
    QStringList arguments;                ///< what this was made of, for reloadSettings()
    QMap<QString, QString> environment;   ///< of it, the settings' own variables
};

/// Reads defaults, the file (--config, or zhanggui.ini in the data folder when it is there), the environment and the
/// command line, in that order, and validates the whole.
/// @param arguments what follows the command, e.g. {"--listen", "127.0.0.1:0", "--demo"}
/// @errors InvalidArgument: the message is one clear line naming the setting and what it takes
Result<LoadedSettings> loadSettings(const QStringList& arguments, const QMap<QString, QString>& environment);

/// The same again with `text` as the content of the settings file `file`.
/// @errors InvalidArgument
Result<LoadedSettings> reloadSettings(const LoadedSettings& from, const QString& file, const QByteArray& text);
/// The settings file that an edit goes to: the one that was read, else zhanggui.ini in the data folder.
QString settingsFile(const LoadedSettings& loaded);

/// Every setting, for the console's page and for --help.
QList<SettingInfo> describeSettings(const LoadedSettings& loaded);

/// The data folder in force: --data-dir, else the platform's.
QString dataFolder(const Settings& settings);
/// The database's URL in force: --database, else zhanggui.db in the data folder.
QString databaseUrl(const Settings& settings);
/// Is that URL a PostgreSQL's?
bool isPostgreSql(QStringView url);
/// The URL as it may be shown: its password is "••••••".
QString withoutPassword(const QString& url);

/// "30m", "30s", "75s", "500ms", "2h"; a bare number is seconds.
std::optional<std::chrono::milliseconds> parseDuration(QStringView text);

} // namespace zg
