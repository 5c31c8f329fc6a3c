// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings.h"

#include "core/settingkeys.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace zg;
using Environment = QMap<QString, QString>;

class TestSettings final : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;

    /// Keeps the developer's own data folder out of the test.
    QStringList here(const QStringList& more) const { return QStringList{u"--data-dir"_s, m_dir.path()} + more; }
    QString write(const QString& name, const QByteArray& text) const
    {
        QFile file(m_dir.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write a file of the test");
        return file.fileName();
    }

private Q_SLOTS:
    void defaults()
    {
        const auto loaded = loadSettings(here({}), {});
        QVERIFY(loaded.has_value());
        Settings expected;
        expected.dataDir = m_dir.path();
        QCOMPARE(loaded->settings, expected);
        QCOMPARE(databaseUrl(loaded->settings), QString(u"sqlite:"_s + m_dir.path() + u"/zhanggui.db"_s));
        QVERIFY(loaded->file.isEmpty());
    }

    void usesOptions_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        const auto row = [](const char* name, const QStringList& options, const QString& key, const QString& value) {
            QTest::newRow(name) << options << key << value;
        };
        row("listen", {u"--listen"_s, u"0.0.0.0:0"_s}, u"listen"_s, u"0.0.0.0:0"_s);
        row("listen=", {u"--listen=localhost:81"_s}, u"listen"_s, u"localhost:81"_s);
        row("listen v6", {u"--listen"_s, u"[::1]:8080"_s}, u"listen"_s, u"[::1]:8080"_s);
        row("last one wins", {u"--listen"_s, u"a:1"_s, u"--listen"_s, u"b:2"_s}, u"listen"_s, u"b:2"_s);
        row("database", {u"--database"_s, u"sqlite:/x/../y/s.db"_s}, u"database"_s, u"sqlite:/y/s.db"_s);
        row("demo", {u"--demo"_s}, u"demo"_s, u"true"_s);
        row("demo=false", {u"--demo=false"_s}, u"demo"_s, u"false"_s);
        row("demo pays", {u"--demo"_s}, u"payment"_s, u"simulated"_s);
        row("no payment", {u"--demo"_s, u"--payment"_s, u"none"_s}, u"payment"_s, u""_s);
        row("stock", {u"--demo"_s, u"--stock"_s, u"5"_s}, u"stock"_s, u"5"_s);
        row("expiry", {u"--order-expiry"_s, u"90s"_s}, u"order-expiry"_s, u"90s"_s);
        row("expiry, bare seconds", {u"--order-expiry"_s, u"120"_s}, u"order-expiry"_s, u"2m"_s);
        row("pool time, bare ms", {u"--pool-connection-timeout"_s, u"250"_s}, u"pool-connection-timeout"_s, u"250ms"_s);
        row("pool start without", {u"--pool-initialization-fail-timeout=-1"_s}, u"pool-initialization-fail-timeout"_s,
            u"-1ms"_s);
        row("pool size", {u"--pool-size"_s, u"2"_s}, u"pool-size"_s, u"2"_s);
        row("idle follows size", {u"--pool-size"_s, u"2"_s}, u"pool-minimum-idle"_s, u"2"_s);
        row("bytes", {u"--cache-bytes"_s, u"8M"_s}, u"cache-bytes"_s, u"8 MiB"_s);
        row("rate limit off", {u"--rate-limit"_s, u"0"_s}, u"rate-limit"_s, u"0"_s);
        row("proxies", {u"--trusted-proxy"_s, u"10.0.0.0/8"_s, u"--trusted-proxy=::1"_s}, u"trusted-proxy"_s,
            u"10.0.0.0/8, ::1"_s);
        row("access log", {u"--access-log"_s}, u"access-log"_s, u"true"_s);
        row("flag and word", {u"--near-cache"_s, u"false"_s, u"--demo"_s}, u"near-cache"_s, u"false"_s);
        row("flag before option", {u"--access-log"_s, u"--demo"_s}, u"access-log"_s, u"true"_s);
        row("redis by socket", {u"--redis"_s, u"unix:///run/redis.sock"_s}, u"redis"_s, u"unix:///run/redis.sock"_s);
        row("metrics", {u"--metrics-listen"_s, u"127.0.0.1:9100"_s}, u"metrics-listen"_s, u"127.0.0.1:9100"_s);
    }
    void usesOptions()
    {
        QFETCH(QStringList, options);
        QFETCH(QString, key);
        QFETCH(QString, value);
        const auto loaded = loadSettings(here(options), {});
        QVERIFY2(loaded.has_value(), qPrintable(loaded ? QString() : loaded.error().message));
        QCOMPARE(shown(*loaded, key).value, value);
    }

    void refuses_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<Environment>("environment");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const QStringList& options, const QString& says,
                            const Environment& environment = {}) {
            QTest::newRow(name) << options << environment << says;
        };
        row("unknown", {u"--lissen"_s, u"x"_s}, u"--lissen"_s);
        row("no option", {u"8080"_s}, u"\"8080\""_s);
        row("short option", {u"-p"_s}, u"\"-p\""_s);
        row("missing value", {u"--listen"_s}, u"--listen needs a value: HOST:PORT"_s);
        row("missing value before option", {u"--listen"_s, u"--demo"_s}, u"--listen needs a value"_s);
        row("listen without port", {u"--listen"_s, u"127.0.0.1"_s},
            u"--listen: cannot use \"127.0.0.1\"; it takes HOST:PORT"_s);
        row("listen without host", {u"--listen"_s, u":8080"_s}, u"HOST:PORT"_s);
        row("listen, port too big", {u"--listen"_s, u"127.0.0.1:70000"_s}, u"HOST:PORT"_s);
        row("listen, bad host", {u"--listen"_s, u"a b:1"_s}, u"HOST:PORT"_s);
        row("out of range", {u"--io-threads"_s, u"-1"_s}, u"0–256"_s);
        row("no number", {u"--rate-limit"_s, u"fast"_s}, u"\"fast\""_s);
        row("empty value", {u"--rate-limit="_s}, u"--rate-limit"_s);
        row("no duration", {u"--order-expiry"_s, u"5 parsecs"_s}, u"--order-expiry"_s);
        row("overflow", {u"--order-expiry"_s, u"9223372036854775807h"_s}, u"--order-expiry"_s);
        row("flag value", {u"--demo=maybe"_s}, u"true, false"_s);
        row("cidr", {u"--trusted-proxy"_s, u"10.0.0.0/33"_s}, u"CIDR"_s);
        row("cidr, letters", {u"--trusted-proxy"_s, u"proxy"_s}, u"CIDR"_s);
        row("cert without key", {u"--tls-cert"_s, u"/nowhere"_s}, u"--tls-cert needs --tls-key"_s);
        row("key without cert", {u"--tls-key"_s, u"/nowhere"_s}, u"--tls-key needs --tls-cert"_s);
        row("no such cert", {u"--tls-cert"_s, u"/nowhere"_s, u"--tls-key"_s, u"/nowhere"_s}, u"cannot read /nowhere"_s);
        row("redis", {u"--redis"_s, u"localhost:6379"_s}, u"redis://[:password@]host:port/db, unix:///path"_s);
        row("redis without path", {u"--redis"_s, u"unix:///"_s}, u"unix:///path"_s);
        row("sentinel", {u"--sentinel"_s, u"a:1"_s}, u"host:port,…/mastername"_s);
        row("sentinel without port", {u"--sentinel"_s, u"a/m"_s}, u"host:port,…/mastername"_s);
        row("replica", {u"--replica=sqlite:x"_s}, u"postgresql://"_s);
        row("replica of a file", {u"--replica=postgresql://h/n"_s}, u"it needs --database postgresql://"_s);
        row("redis from environment", {}, u"ZHANGGUI_REDIS"_s, {{u"ZHANGGUI_REDIS"_s, u"x"_s}});
        row("lock without redis", {u"--stock-strategy"_s, u"redis_lock"_s}, u"needs --redis"_s);
        row("strategy", {u"--stock-strategy"_s, u"hope"_s}, u"group, optimistic, pessimistic, redis_lock"_s);
        row("database", {u"--database"_s, u"mysql://h"_s}, u"sqlite:PATH"_s);
        row("database in memory", {u"--database"_s, u"sqlite::memory:"_s}, u"sqlite:PATH"_s);
        row("wechat", {u"--payment"_s, u"wechat"_s}, u"wechat is not in this version"_s);
        row("payment", {u"--payment"_s, u"cash"_s}, u"--payment"_s);
        row("simulated without demo", {u"--payment"_s, u"simulated"_s}, u"needs --demo"_s);
        row("stock without demo", {u"--stock"_s, u"5"_s}, u"needs --demo"_s);
        row("short secret", {}, u"JWT_SECRET: cannot use it; it takes at least 32 bytes"_s,
            {{u"JWT_SECRET"_s, u"short"_s}});
        row("secret as option", {u"--jwt-secret"_s, u"x"_s}, u"comes from the environment alone, as JWT_SECRET"_s);
        row("bad environment", {}, u"ZHANGGUI_LISTEN: cannot use \"nowhere\""_s,
            {{u"ZHANGGUI_LISTEN"_s, u"nowhere"_s}});
        row("no such file", {u"--config"_s, u"/no/such.ini"_s}, u"settings file /no/such.ini: it is not there"_s);
        row("a folder", {u"--config"_s, u"/"_s}, u"it is not a file"_s);
    }
    void refuses()
    {
        QFETCH(QStringList, options);
        QFETCH(Environment, environment);
        QFETCH(QString, says);
        const auto loaded = loadSettings(here(options), environment);
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(loaded.error().message.contains(says), qPrintable(loaded.error().message));
        QVERIFY(!loaded.error().message.contains(u'\n'));
    }

    void laterSourcesWin()
    {
        const QString file =
            write(u"shop.ini"_s, "# a comment\nlisten = 127.0.0.1:1\nio_threads=3\n[pool]\nmaximum_pool_size = 7\n"
                                 "minimum_idle = 2\n[cache]\nttl = \"5s\"\n");
        const Environment environment{{u"ZHANGGUI_CONFIG"_s, file},
                                      {u"ZHANGGUI_LISTEN"_s, u"127.0.0.1:2"_s},
                                      {u"ZHANGGUI_TRUSTED_PROXY"_s, u"10.0.0.1, 10.0.0.2"_s},
                                      {u"ZHANGGUI_RATE_LIMIT"_s, u""_s},
                                      {u"ZHANGGUI_DEMO"_s, u"1"_s},
                                      {u"JWT_SECRET"_s, u"掌柜掌柜掌柜掌柜掌柜掌"_s}};
        const auto loaded = loadSettings(here({u"--listen"_s, u"127.0.0.1:3"_s}), environment);
        QVERIFY2(loaded.has_value(), qPrintable(loaded ? QString() : loaded.error().message));
        QCOMPARE(loaded->file, file);
        QCOMPARE(shown(*loaded, u"listen"_s).value, u"127.0.0.1:3"_s);
        QCOMPARE(shown(*loaded, u"listen"_s).source, SettingSource::CommandLine);
        QCOMPARE(shown(*loaded, u"io-threads"_s).value, u"3"_s);
        QCOMPARE(shown(*loaded, u"io-threads"_s).source, SettingSource::File);
        QCOMPARE(loaded->settings.pool.maximumPoolSize, 7);
        QCOMPARE(loaded->settings.pool.minimumIdle, 2);
        QCOMPARE(loaded->settings.cache.timeToLive, std::chrono::seconds(5));
        QCOMPARE(loaded->settings.server.trustedProxies, (QStringList{u"10.0.0.1"_s, u"10.0.0.2"_s}));
        QCOMPARE(shown(*loaded, u"demo"_s).source, SettingSource::Environment);
        QCOMPARE(shown(*loaded, u"rate-limit"_s).source, SettingSource::Default);
        QCOMPARE(loaded->settings.identity.jwtSecret.size(), 33);
    }

    void dataFolderHasItsOwnFile()
    {
        QTemporaryDir dir;
        QFile file(dir.filePath(u"zhanggui.ini"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("demo = true\n");
        file.close();
        const auto loaded = loadSettings({u"--data-dir"_s, dir.path()}, {});
        QVERIFY(loaded.has_value());
        QVERIFY(loaded->settings.shop.demo);
        QCOMPARE(loaded->settings.shop.payment, u"simulated"_s);
        QCOMPARE(shown(*loaded, u"payment"_s).source, SettingSource::File); // it follows from demo
    }

    void manyNodesAreMissedBeforeTheyGo()
    {
        const auto delay = [](const QStringList& arguments) {
            return loadSettings(arguments, {}).value().settings.server.drainDelay;
        };
        QVERIFY(delay({}) == 0ms);
        QVERIFY(delay({u"--database=postgresql://h/n"_s}) == 1000ms);
        QVERIFY(delay({u"--database=postgresql://h/n"_s, u"--drain-delay=0"_s}) == 0ms);
        QVERIFY(delay({u"--drain-delay=300ms"_s}) == 300ms);
        QVERIFY(!loadSettings({u"--drain-delay=6s"_s}, {})); // of the ten seconds a stop may take
    }

    void badFiles_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("no pair") << QByteArray("listen = a:1\nhello\n") << u"line 2 is no \"key = value\""_s;
        QTest::newRow("unknown") << QByteArray("\n\nport = 1\n") << u"line 3: port: there is no such setting"_s;
        QTest::newRow("value") << QByteArray("io-threads = many\n") << u"line 1: io-threads: cannot use \"many\""_s;
        QTest::newRow("secret") << QByteArray("jwt-secret = x\n") << u"environment alone"_s;
        QTest::newRow("binary") << QByteArray("\x7f"
                                              "ELF\0\xff",
                                              6)
                                << u"not UTF-8"_s;
    }
    void badFiles()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, says);
        const auto loaded = loadSettings(here({u"--config"_s, write(u"bad.ini"_s, text)}), {});
        QVERIFY(!loaded);
        QVERIFY2(loaded.error().message.contains(says), qPrintable(loaded.error().message));
    }

    void secretsAreMasked()
    {
        const Environment environment{{u"JWT_SECRET"_s, QString(40, u'x')},
                                      {u"ZHANGGUI_ADMIN_PASSWORD"_s, u"hush-hush"_s},
                                      {u"WECHAT_SECRET"_s, u"hush-hush"_s}};
        const auto loaded = loadSettings(here({}), environment);
        QVERIFY(loaded.has_value());
        QCOMPARE(loaded->settings.identity.adminPassword, QByteArray("hush-hush"));
        int masked = 0;
        for (const SettingInfo& info : describeSettings(*loaded)) {
            QVERIFY(!info.value.contains(u"hush"_s) && !info.value.contains(u"xxx"_s));
            QVERIFY(!info.meaning.isEmpty() && !info.range.isEmpty());
            masked += info.value == u"••••••"_s ? 1 : 0;
        }
        QCOMPARE(masked, 3);
    }

    void everyDefaultIsInItsOwnRange()
    {
        const Settings defaults;
        for (const SettingKey& key : settingKeys()) {
            Settings settings;
            const QString value = key.kind.get(defaults);
            if (value.isEmpty() || key.isSecret)
                continue;
            QVERIFY2(key.kind.set(settings, value), qPrintable(key.name));
            QCOMPARE(key.kind.get(settings), value);
        }
    }

    void durations_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("ms");
        QTest::newRow("minutes") << u"30m"_s << qint64(1'800'000);
        QTest::newRow("seconds") << u"75s"_s << qint64(75'000);
        QTest::newRow("bare") << u"5"_s << qint64(5'000);
        QTest::newRow("ms") << u"500ms"_s << qint64(500);
        QTest::newRow("hours") << u"2h"_s << qint64(7'200'000);
        QTest::newRow("days") << u"1d"_s << qint64(86'400'000);
        QTest::newRow("nothing") << u""_s << qint64(-1);
        QTest::newRow("unit alone") << u"m"_s << qint64(-1);
        QTest::newRow("fraction") << u"1.5s"_s << qint64(-1);
    }
    void durations()
    {
        QFETCH(QString, text);
        QFETCH(qint64, ms);
        const auto duration = parseDuration(text);
        QCOMPARE(duration ? qint64(duration->count()) : qint64(-1), ms);
    }

private:
    static SettingInfo shown(const LoadedSettings& loaded, const QString& key)
    {
        for (const SettingInfo& info : describeSettings(loaded)) {
            if (info.key == key)
                return info;
        }
        return {};
    }
};

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
