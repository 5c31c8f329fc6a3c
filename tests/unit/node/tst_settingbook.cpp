// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/settingbook.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace zg;
using node::SettingBook;

class TestSettingBook final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;

    QString path() const { return m_dir->filePath(u"zhanggui.ini"_s); }
    QByteArray text() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(none)");
    }
    void write(const QByteArray& text) const
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    }
    LoadedSettings load(const QStringList& more = {}, const QMap<QString, QString>& environment = {}) const
    {
        const auto loaded = loadSettings(QStringList{u"--data-dir"_s, m_dir->path()} + more, environment);
        if (!loaded)
            qFatal("%s", qUtf8Printable(loaded.error().message));
        return *loaded;
    }
    static SettingInfo info(const SettingBook& book, const QString& key)
    {
        for (const SettingInfo& info : book.list())
            if (info.key == key)
                return info;
        return {};
    }

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void waitsForTheRestart()
    {
        SettingBook book(load());
        const auto changed = book.change(u"pool-size"_s, u"40"_s);
        QVERIFY2(changed.has_value(), changed ? "" : qPrintable(changed.error().message));
        QCOMPARE(changed->before, std::nullopt);
        QCOMPARE(changed->after, std::optional(u"40"_s));
        QVERIFY(!changed->isLive);
        QCOMPARE(text(), QByteArray("pool-size = 40\n"));
        QCOMPARE(QFile::permissions(path()) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        QCOMPARE(book.inForce().pool.maximumPoolSize, 20);
        QCOMPARE(info(book, u"pool-size"_s).value, u"20"_s);
        QCOMPARE(info(book, u"pool-size"_s).next, std::optional(u"40"_s));
        QCOMPARE(book.begin().pool.maximumPoolSize, 40);
        QCOMPARE(info(book, u"pool-size"_s).value, u"40"_s);
        QCOMPARE(info(book, u"pool-size"_s).next, std::nullopt);
        QCOMPARE(info(book, u"pool-size"_s).source, SettingSource::File);
        QCOMPARE(load().settings.pool.maximumPoolSize, 40); // what the next program reads
    }

    void countsAtOnce()
    {
        SettingBook book(load());
        const auto changed = book.change(u"max-in-flight"_s, u"9"_s);
        QVERIFY(changed.has_value());
        QVERIFY(changed->isLive);
        QCOMPARE(book.inForce().server.maxInFlight, 9);
        QCOMPARE(info(book, u"max-in-flight"_s).next, std::nullopt);
        QCOMPARE(info(book, u"max-in-flight"_s).source, SettingSource::File);
    }

    void isUndone()
    {
        write("# mine\npool-size = 7 \n\n[cache]\nttl = 30s\n");
        const QByteArray old = text();
        SettingBook book(load());
        const auto changed = book.change(u"cache-ttl"_s, u"5s"_s);
        QVERIFY(changed.has_value());
        QCOMPARE(changed->before, std::optional(u"30s"_s));
        QCOMPARE(text(), QByteArray("# mine\npool-size = 7 \n\n[cache]\nttl = 5s\n"));
        QVERIFY(book.change(u"cache-ttl"_s, changed->before).has_value());
        QCOMPARE(text(), old);
        QCOMPARE(info(book, u"cache-ttl"_s).next, std::nullopt);
        QVERIFY(book.change(u"pool-size"_s, std::nullopt).has_value());
        QVERIFY(!text().contains("pool-size"));
        QCOMPARE(info(book, u"pool-size"_s).next, std::optional(u"20"_s));
    }

    void saysWhoWins()
    {
        SettingBook book(load({u"--pool-size"_s, u"5"_s}, {{u"ZHANGGUI_RATE_LIMIT"_s, u"7"_s}}));
        const auto changed = book.change(u"pool-size"_s, u"40"_s);
        QVERIFY(changed.has_value());
        QCOMPARE(changed->wins, SettingSource::CommandLine);
        QCOMPARE(info(book, u"pool-size"_s).next, std::nullopt);
        QCOMPARE(info(book, u"pool-size"_s).inFile, std::optional(u"40"_s));
        QCOMPARE(info(book, u"pool-size"_s).value, u"5"_s);
        QCOMPARE(book.change(u"rate-limit"_s, u"50"_s)->wins, SettingSource::Environment);
        QCOMPARE(book.begin().pool.maximumPoolSize, 5);
    }

    void refusesWhatTheLoaderRefuses_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("field");
        QTest::newRow("a range") << u"pool-size"_s << u"0"_s << u"pool-size"_s;
        QTest::newRow("no number") << u"pool-size"_s << u"many"_s << u"pool-size"_s;
        QTest::newRow("no such word") << u"stock-strategy"_s << u"luck"_s << u"stock-strategy"_s;
        QTest::newRow("half of a pair") << u"tls-cert"_s << u"/nowhere.pem"_s << u"tls-key"_s;
        QTest::newRow("not without") << u"stock-strategy"_s << u"redis_lock"_s << u"stock-strategy"_s;
        QTest::newRow("no such setting") << u"colour"_s << u"red"_s << u"colour"_s;
        QTest::newRow("a secret") << u"jwt-secret"_s << QString(40, u'x') << u"jwt-secret"_s;
        QTest::newRow("its own place") << u"data-dir"_s << u"/tmp"_s << u"data-dir"_s;
        QTest::newRow("two lines") << u"node-name"_s << u"a\nlisten = b:1"_s << u"node-name"_s;
        QTest::newRow("a hidden password") << u"redis"_s << u"redis://:••••••@h"_s << u"redis"_s;
    }
    void refusesWhatTheLoaderRefuses()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(QString, field);
        SettingBook book(load());
        const auto changed = book.change(key, value);
        QVERIFY(!changed);
        QCOMPARE(changed.error().code, ErrorCode::InvalidArgument);
        QCOMPARE(changed.error().field, field);
        QCOMPARE(text(), QByteArray("(none)"));
    }

    void keepsWhatAHandWrote()
    {
        SettingBook book(load());
        write("# by hand\nidle-timeout = 90s\n");
        QVERIFY(book.change(u"pool-size"_s, u"40"_s).has_value());
        QCOMPARE(text(), QByteArray("# by hand\nidle-timeout = 90s\npool-size = 40\n"));
        QCOMPARE(info(book, u"idle-timeout"_s).next, std::optional(u"90s"_s));
    }

    void aFileThatCannotBeWrittenStays()
    {
        QVERIFY(QDir().mkpath(path())); // a folder is in its place
        SettingBook other([this] {
            LoadedSettings loaded;
            loaded.settings.dataDir = m_dir->path();
            return loaded;
        }());
        const auto changed = other.change(u"pool-size"_s, u"40"_s);
        QVERIFY(!changed);
        QCOMPARE(changed.error().code, ErrorCode::DependencyDown);
        QCOMPARE(other.wanted().settings.pool.maximumPoolSize, 20);
    }

    void showsNoPassword()
    {
        SettingBook book(load({}, {}));
        const auto changed = book.change(u"redis"_s, u"redis://:secret@h:1/0"_s);
        QVERIFY(changed.has_value());
        const SettingInfo shown = info(book, u"redis"_s);
        QVERIFY(!shown.next->contains(u"secret"_s));
        QVERIFY(!shown.inFile->contains(u"secret"_s));
        QVERIFY(book.change(u"redis"_s, u"redis://:other@h:1/0"_s).has_value());
        QVERIFY(info(book, u"redis"_s).next.has_value());
    }

    void whatWasChosenStays()
    {
        SettingBook book(load());
        book.choose(true, "admin-pass");
        QVERIFY(book.begin().shop.demo);
        QVERIFY(book.change(u"pool-size"_s, u"40"_s).has_value());
        const Settings next = book.begin();
        QVERIFY(next.shop.demo);
        QCOMPARE(next.shop.payment, u"simulated"_s);
        QCOMPARE(next.identity.adminPassword, QByteArray("admin-pass"));
    }
};

QTEST_GUILESS_MAIN(TestSettingBook)
#include "tst_settingbook.moc"
