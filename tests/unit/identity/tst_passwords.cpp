// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/qtexecutor.h"
#include "identity/passwords.h"
#include "store.h"

#include <QElapsedTimer>

using namespace zg;
using namespace zg::identity;

class TestPasswords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void verifies_data();
    void verifies();
    void readsOthersHashes();
    void unreadableHashesCostOneRun_data();
    void unreadableHashesCostOneRun();
    void saltsDiffer();
    void refusesWhenFull();
    void takesItsTime();

private:
    QtExecutor m_executor;
};

void TestPasswords::verifies_data()
{
    QTest::addColumn<QByteArray>("password");
    QTest::addColumn<QByteArray>("other");
    const QByteArray long72(72, 'a');
    QTest::newRow("plain") << QByteArray("demo-pass") << QByteArray("demo-pasS");
    QTest::newRow("empty") << QByteArray() << QByteArray("x");
    QTest::newRow("Chinese") << QByteArray("掌柜的密码") << QByteArray("掌柜的密碼");
    QTest::newRow("72 bytes") << long72 << QByteArray(71, 'a');
    QTest::newRow("73 bytes") << QByteArray(long72 + "b") << long72;
    QTest::newRow("differs after 72") << QByteArray(long72 + "b") << QByteArray(long72 + "c");
    QTest::newRow("NUL") << QByteArray("ab\0cd", 5) << QByteArray("ab");
    QTest::newRow("differs after NUL") << QByteArray("ab\0cd", 5) << QByteArray("ab\0ce", 5);
    QTest::newRow("high bit") << QByteArray("\xff\xa3"
                                            "34")
                              << QByteArray("\xa3"
                                            "34");
    QTest::newRow("1 MB") << QByteArray(1'000'000, 'x') << QByteArray(999'999, 'x');
}

void TestPasswords::verifies()
{
    QFETCH(QByteArray, password);
    QFETCH(QByteArray, other);
    Passwords passwords(4, 2);
    const QByteArray hash = *wait(passwords.hash(password));
    QCOMPARE(hash.size(), 60);
    QVERIFY(hash.startsWith("$2b$04$"));
    QVERIFY(*wait(passwords.verify(password, hash)));
    QVERIFY(!*wait(passwords.verify(other, hash)));
    QVERIFY(Passwords::verifyNow(password, hash));
    QCOMPARE(passwords.runs(), 3);
}

void TestPasswords::readsOthersHashes()
{
    // OpenBSD's own, from jBCrypt's test vectors ("abc", 2a) and the 2b and 2y of the same salt and cost.
    const QByteArray rest = "$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i";
    for (const char* kind : {"$2a", "$2b", "$2y"}) {
        QVERIFY(Passwords::verifyNow("abc", kind + rest));
        QVERIFY(!Passwords::verifyNow("abd", kind + rest));
    }
}

void TestPasswords::unreadableHashesCostOneRun_data()
{
    QTest::addColumn<QByteArray>("hash");
    QTest::newRow("none") << QByteArray();
    QTest::newRow("text") << QByteArray("demo-pass");
    QTest::newRow("MD5") << QByteArray("$1$abcdefgh$irWbblnpmw.5z7wgBnprh0");
    QTest::newRow("cut") << QByteArray("$2b$04$abcdefghijklmnopqrstuu");
    QTest::newRow("absurd cost") << QByteArray("$2b$99$" + QByteArray(53, 'a'));
}

void TestPasswords::unreadableHashesCostOneRun()
{
    QFETCH(QByteArray, hash);
    Passwords passwords(4, 1);
    QVERIFY(!*wait(passwords.verify("demo-pass", hash)));
    QCOMPARE(passwords.runs(), 1);
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!Passwords::verifyNow("demo-pass", hash, 8)); // cost 8 is 8 ms or more: the dummy has the cost asked for
    QVERIFY(timer.nsecsElapsed() > 2'000'000);
}

void TestPasswords::saltsDiffer()
{
    QVERIFY(Passwords::hashNow("same", 4) != Passwords::hashNow("same", 4));
}

void TestPasswords::refusesWhenFull()
{
    Passwords passwords(8, 1, 3);
    std::vector<Result<bool>> answers;
    for (int i = 0; i < 40; ++i)
        collect(passwords.verify("x", QByteArray()), &answers);
    QTRY_COMPARE(answers.size(), 40u);
    const auto refused = std::count_if(answers.begin(), answers.end(),
                                       [](const auto& answer) { return code(answer) == ErrorCode::Overloaded; });
    QVERIFY(refused >= 30);
    QVERIFY(refused < 40);
    QCOMPARE(passwords.runs(), 40 - refused);
}

void TestPasswords::takesItsTime()
{
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 3; ++i)
        QVERIFY(!Passwords::verifyNow("demo-pass", QByteArray()));
    qInfo("bcrypt at cost 10: %.1f ms", double(timer.nsecsElapsed()) / 3e6);
}

QTEST_GUILESS_MAIN(TestPasswords)
#include "tst_passwords.moc"
