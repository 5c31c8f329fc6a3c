// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pgaddress.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace zg::sql;

class TestPgAddress : public QObject
{
    Q_OBJECT

    static QByteArray option(const PgAddress& address, const QByteArray& keyword)
    {
        QByteArray found;
        for (const auto& [word, value] : address.options) {
            if (word == keyword)
                found += found.isNull() ? value : ", again " + value;
        }
        return found;
    }

private Q_SLOTS:
    void serversAreNamed_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QStringList>("shown");
        QTest::newRow("one") << u"postgresql://u:p@db:5433/shop"_s << QStringList{u"db:5433/shop"_s};
        QTest::newRow("no port") << u"postgresql://u@db/shop"_s << QStringList{u"db:5432/shop"_s};
        QTest::newRow("no host") << u"postgresql:///shop"_s << QStringList{u"127.0.0.1:5432/shop"_s};
        QTest::newRow("other scheme") << u"postgres://db/shop"_s << QStringList{u"db:5432/shop"_s};
        QTest::newRow("two") << u"postgresql://u@a:1,b:2/shop"_s << QStringList{u"a:1/shop"_s, u"b:2/shop"_s};
        QTest::newRow("a port of two") << u"postgresql://u@a,b:2/shop"_s
                                       << QStringList{u"a:5432/shop"_s, u"b:2/shop"_s};
        QTest::newRow("as options") << u"postgresql:///shop?host=a,b&port=7"_s
                                    << QStringList{u"a:7/shop"_s, u"b:7/shop"_s};
        QTest::newRow("IPv6") << u"postgresql://[::1]:5433,[fe80::1]/shop"_s
                              << QStringList{u"::1:5433/shop"_s, u"fe80::1:5432/shop"_s};
        QTest::newRow("socket") << u"postgresql:///shop?host=/run/pg"_s << QStringList{u"/run/pg:5432/shop"_s};
    }
    void serversAreNamed()
    {
        QFETCH(QString, url);
        QFETCH(QStringList, shown);
        const auto addresses = pgAddresses(url);
        QVERIFY2(addresses.has_value(), addresses ? "" : qPrintable(addresses.error().message));
        QStringList names;
        for (const auto& address : *addresses)
            names << address.shown;
        QCOMPARE(names, shown);
    }

    void optionsArePassedThrough()
    {
        const auto addresses = pgAddresses(
            u"postgresql://me:a%40b%2Fc@h1:1,h2:2/shop?sslmode=verify-full&sslrootcert=/etc/ca.pem&connect_timeout=3&options=-c%20geqo%3Doff"_s);
        QVERIFY(addresses.has_value());
        QCOMPARE(addresses->size(), 2);
        for (const auto& address : *addresses) {
            QCOMPARE(option(address, "user"), QByteArray("me"));
            QCOMPARE(option(address, "password"), QByteArray("a@b/c"));
            QCOMPARE(option(address, "dbname"), QByteArray("shop"));
            QCOMPARE(option(address, "sslmode"), QByteArray("verify-full"));
            QCOMPARE(option(address, "sslrootcert"), QByteArray("/etc/ca.pem"));
            QCOMPARE(option(address, "options"), QByteArray("-c geqo=off"));
            QVERIFY(!address.shown.contains(u"a@b"_s));
        }
        QCOMPARE(option(addresses->at(0), "host"), QByteArray("h1"));
        QCOMPARE(option(addresses->at(1), "host"), QByteArray("h2"));
        QCOMPARE(option(addresses->at(1), "port"), QByteArray("2"));
    }

    void badAddressesShowNoPassword_data()
    {
        QTest::addColumn<QString>("url");
        QTest::newRow("unknown option") << u"postgresql://u:s3cret@h/d?nonsense=1"_s;
        QTest::newRow("bad escape") << u"postgresql://u:s3cret%zz@h/d"_s;
        QTest::newRow("open bracket") << u"postgresql://u:s3cret@[::1/d"_s;
        QTest::newRow("ports and hosts") << u"postgresql://u:s3cret@h1,h2,h3/d?port=1,2"_s;
        QTest::newRow("as an option") << u"postgresql://h/d?password=s3cret&nonsense=1"_s;
        QTest::newRow("as an option behind others") << u"postgresql://h/d?user=u&password=s3cret&nonsense=1"_s;
        QTest::newRow("slash in it") << u"postgresql://u:s3cret/x@h/d?nonsense=1"_s;
        QTest::newRow("at in it") << u"postgresql://u:s3@cret@h/d?nonsense=1"_s;
        QTest::newRow("no scheme") << u"host=h password=s3cret nonsense=1"_s;
    }
    void badAddressesShowNoPassword()
    {
        QFETCH(QString, url);
        const auto addresses = pgAddresses(url);
        QVERIFY(!addresses);
        QCOMPARE(addresses.error().code, zg::ErrorCode::InvalidArgument);
        QVERIFY2(addresses.error().message.contains(u"--database"_s), qPrintable(addresses.error().message));
        QVERIFY2(!addresses.error().message.contains(u"s3"_s) && !addresses.error().message.contains(u"cret"_s),
                 qPrintable(addresses.error().message));
    }
};

QTEST_APPLESS_MAIN(TestPgAddress)
#include "tst_pgaddress.moc"
