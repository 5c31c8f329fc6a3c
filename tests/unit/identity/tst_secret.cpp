// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/secret.h"

#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <mutex>
#include <thread>

#include <sys/stat.h>

using namespace zg;
using namespace zg::identity;
using namespace Qt::StringLiterals;

namespace {
int modeOf(const QString& path)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? int(status.st_mode & 0777) : -1;
}

void put(const QString& path, const QByteArray& content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}
} // namespace

class TestSecret : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isMadeOnceAndKept();
    void startersAgree();
    void isTightened();
    void refusesShortOnes_data();
    void refusesShortOnes();
    void takesAnOperatorsOwn();
    void saysWhenItCannot();
    void movesWithTheStore();
};

void TestSecret::isMadeOnceAndKept()
{
    QTemporaryDir dir;
    const auto made = loadOrMakeJwtSecret(dir.path());
    QVERIFY(made);
    QCOMPARE(made->size(), 48);
    QCOMPARE(modeOf(dir.filePath(u"jwt.secret"_s)), 0600);
    QCOMPARE(*loadOrMakeJwtSecret(dir.path()), *made);
    QCOMPARE(QDir(dir.path()).entryList(QDir::Files | QDir::Hidden), QStringList{u"jwt.secret"_s}); // no drafts left
    QTemporaryDir other;
    QVERIFY(*loadOrMakeJwtSecret(other.path()) != *made);
}

void TestSecret::movesWithTheStore()
{
    QTemporaryDir dir;
    QCOMPARE(*findJwtSecret(dir.path()), QByteArray());
    QVERIFY(!QFile::exists(dir.filePath(u"jwt.secret"_s))); // looking makes none
    const QByteArray key(48, 'k'), later(40, 'l');
    QVERIFY(keepJwtSecret(dir.path(), key));
    QCOMPARE(*findJwtSecret(dir.path()), key);
    QCOMPARE(*loadOrMakeJwtSecret(dir.path()), key);
    QCOMPARE(modeOf(dir.filePath(u"jwt.secret"_s)), 0600);
    QVERIFY(keepJwtSecret(dir.path(), later));
    QVERIFY(keepJwtSecret(dir.path(), later)); // once more changes nothing
    QCOMPARE(*findJwtSecret(dir.path()), later);
    QFile before(dir.filePath(u"jwt.secret.before-transfer"_s));
    QVERIFY(before.open(QIODevice::ReadOnly));
    QCOMPARE(before.readAll(), key);
    QCOMPARE(QDir(dir.path()).entryList(QDir::Files | QDir::Hidden).size(), 2);
}

void TestSecret::startersAgree()
{
    for (int round = 0; round < 20; ++round) {
        QTemporaryDir dir;
        std::mutex mutex;
        QSet<QByteArray> secrets;
        std::vector<std::thread> starters;
        for (int i = 0; i < 4; ++i) {
            starters.emplace_back([&] {
                const auto secret = loadOrMakeJwtSecret(dir.path());
                const std::lock_guard lock(mutex);
                secrets.insert(secret ? *secret : QByteArray("none"));
            });
        }
        for (auto& starter : starters)
            starter.join();
        QCOMPARE(secrets.size(), 1);
        QCOMPARE(secrets.begin()->size(), 48);
    }
}

void TestSecret::isTightened()
{
    QTemporaryDir dir;
    const QString path = dir.filePath(u"jwt.secret"_s);
    const auto made = loadOrMakeJwtSecret(dir.path());
    QCOMPARE(::chmod(QFile::encodeName(path).constData(), 0644), 0);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"was readable by others"_s));
    QCOMPARE(*loadOrMakeJwtSecret(dir.path()), *made);
    QCOMPARE(modeOf(path), 0600);
}

void TestSecret::refusesShortOnes_data()
{
    QTest::addColumn<int>("size");
    QTest::newRow("one byte") << 1;
    QTest::newRow("31 bytes") << 31;
}

void TestSecret::refusesShortOnes()
{
    QFETCH(int, size);
    QTemporaryDir dir;
    put(dir.filePath(u"jwt.secret"_s), QByteArray(size, 'x'));
    ::chmod(QFile::encodeName(dir.filePath(u"jwt.secret"_s)).constData(), 0600);
    const auto secret = loadOrMakeJwtSecret(dir.path());
    QVERIFY(!secret);
    QCOMPARE(secret.error().code, ErrorCode::InvalidArgument);
    QVERIFY(!secret.error().message.isEmpty());
}

void TestSecret::takesAnOperatorsOwn()
{
    QTemporaryDir dir;
    put(dir.filePath(u"jwt.secret"_s), QByteArray(32, 'x'));
    ::chmod(QFile::encodeName(dir.filePath(u"jwt.secret"_s)).constData(), 0400);
    QCOMPARE(*loadOrMakeJwtSecret(dir.path()), QByteArray(32, 'x'));
}

void TestSecret::saysWhenItCannot()
{
    QTemporaryDir dir;
    const auto nowhere = loadOrMakeJwtSecret(dir.filePath(u"not/there"_s));
    QVERIFY(!nowhere);
    QCOMPARE(nowhere.error().code, ErrorCode::DependencyDown);
    QVERIFY(QDir(dir.path()).mkdir(u"jwt.secret"_s));
    ::chmod(QFile::encodeName(dir.filePath(u"jwt.secret"_s)).constData(), 0700);
    QVERIFY(!loadOrMakeJwtSecret(dir.path()));
}

QTEST_GUILESS_MAIN(TestSecret)
#include "tst_secret.moc"
