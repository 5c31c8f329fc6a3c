// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/backup.h"
#include "sql/database.h"
#include "unit/sql/sqlfixture.h"

#include <sys/stat.h>

#include <atomic>
#include <thread>

using namespace zg;
using namespace zg::sql;
using namespace zg::sql::test;

namespace {

// Two rows in one transaction: a copy that holds one of them only is torn.
constexpr Statement addPair{"pair.add", "INSERT INTO categories (name, sort) VALUES ('a' || ?1, 0), ('b' || ?1, 0)"};

Result<void> pair(Connection& connection, qint64 n)
{
    auto done = connection.exec(addPair, n);
    if (!done)
        return done.error();
    return {};
}

qint64 countIn(const QString& file, const QString& where = u"1"_s)
{
    SlowStatements statements(10s);
    SqliteOptions options;
    options.path = file;
    const auto connection = SqliteConnection::open(options, statements);
    return connection ? number(**connection, u"SELECT count(*) FROM categories WHERE "_s + where) : -1;
}

} // namespace

class TestBackup : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(u"store.db"_s);
        m_copy = m_folder->filePath(u"copy.db"_s);
        m_database = std::make_unique<Database>(u"sqlite:"_s + m_path, PoolSettings(), 1'000);
        QVERIFY(m_database->open());
    }
    void cleanup()
    {
        m_database.reset();
        m_folder.reset();
    }

    void copiesAStore()
    {
        QVERIFY(write(1));
        const auto copied = backup(m_path, m_copy);
        QVERIFY2(copied, copied ? "" : qPrintable(copied.error().message));
        struct stat status = {};
        QCOMPARE(::stat(QFile::encodeName(m_copy).constData(), &status), 0);
        QCOMPARE(int(status.st_mode & 0777), 0600);
        QVERIFY(!QFile::exists(m_copy + u"-wal"_s)); // one file that can be carried away
        QCOMPARE(countIn(m_copy), 9);
        QCOMPARE(leftovers(), 0);
    }

    void refusals()
    {
        QVERIFY(backup(m_path, m_copy));
        QCOMPARE(backup(m_path, m_copy).error().code, ErrorCode::Duplicate);
        QCOMPARE(backup(m_folder->filePath(u"none"_s), m_folder->filePath(u"x"_s)).error().code,
                 ErrorCode::DependencyDown);
        QCOMPARE(backup(m_path, m_folder->filePath(u"no/such/folder"_s)).error().code, ErrorCode::DependencyDown);
        QCOMPARE(restore(m_folder->filePath(u"none"_s), m_path).error().code, ErrorCode::NotFound);
        QCOMPARE(leftovers(), 0);
    }

    void restoreRefuses_data()
    {
        QTest::addColumn<QString>("change");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("newer") << u"INSERT INTO schema_migrations VALUES (99, 'x', 'y', 0)"_s << u"newer version"_s;
        QTest::newRow("another program's") << u"DROP TABLE schema_migrations"_s << u"not a store"_s;
        QTest::newRow("damaged") << QString() << QString();
    }
    void restoreRefuses()
    {
        QFETCH(QString, change);
        QFETCH(QString, sentence);
        QVERIFY(write(1));
        QVERIFY(backup(m_path, m_copy));
        if (change.isEmpty()) {
            QFile file(m_copy);
            QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(2 * 4096) &&
                    file.write(QByteArray(8 * 4096, '\x5a')) > 0);
        } else {
            SlowStatements statements(10s);
            SqliteOptions options;
            options.path = m_copy;
            options.role = SqliteOptions::Role::Writer;
            QVERIFY((*SqliteConnection::open(options, statements))->execute(change));
        }
        const auto refused = restore(m_copy, m_path);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::DependencyDown);
        QVERIFY2(refused.error().message.contains(sentence), qPrintable(refused.error().message));
        QCOMPARE(count(), 9); // what was there is untouched
        QCOMPARE(leftovers(), 0);
    }

    void restoresWhileServing()
    {
        QVERIFY(write(1));
        QVERIFY(backup(m_path, m_copy));
        QVERIFY(write(2));
        QCOMPARE(count(), 11);
        m_database->maintain();
        m_database->maintain();
        m_database->externalChange();
        const auto restored = restore(m_copy, m_path);
        QVERIFY2(restored, restored ? "" : qPrintable(restored.error().message));
        QCOMPARE(count(), 9);   // the open connections see it
        bool isNoticed = false; // asked again and again, true once
        QTRY_VERIFY((m_database->maintain(), isNoticed = isNoticed || m_database->externalChange()));
        QVERIFY(write(3)); // and write to it
        QCOMPARE(count(), 11);
        QCOMPARE(countIn(m_path + u".before-restore"_s), 11);
        QCOMPARE(countIn(m_path + u".before-restore"_s, u"name = 'a2'"_s), 1);
        QCOMPARE(leftovers(), 0);
    }

    void restoresIntoAnEmptyPlace()
    {
        QVERIFY(write(1));
        QVERIFY(backup(m_path, m_copy));
        const QString fresh = m_folder->filePath(u"new/store.db"_s);
        QVERIFY(restore(m_copy, fresh));
        Database other(u"sqlite:"_s + fresh, PoolSettings(), 100);
        QVERIFY(other.open());
        QCOMPARE(countIn(fresh), 9);
    }

    void restoresOverADamagedStore()
    {
        QVERIFY(write(1));
        QVERIFY(backup(m_path, m_copy));
        m_database->close();
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(9'000, 'z')) > 0);
        file.close();
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"kept as it is"_s));
        const auto restored = restore(m_copy, m_path);
        QVERIFY2(restored, restored ? "" : qPrintable(restored.error().message));
        QCOMPARE(QFileInfo(m_path + u".before-restore"_s).size(), 9'000);
        QVERIFY(m_database->open());
        QCOMPARE(count(), 9);
    }

    /// The file was cut to nothing and its log is still there: it must not be played back over the restored pages.
    void restoresOverAnEmptyFile()
    {
        QVERIFY(write(1));
        QVERIFY(backup(m_path, m_copy));
        QVERIFY(write(2));
        const QString log = m_path + u"-wal"_s;
        const QString kept = m_folder->filePath(u"log"_s);
        QVERIFY(QFile::copy(log, kept));
        m_database->close();
        QVERIFY(QFile(m_path).resize(0));
        QVERIFY(QFile::rename(kept, log));
        const auto restored = restore(m_copy, m_path);
        QVERIFY2(restored, restored ? "" : qPrintable(restored.error().message));
        QVERIFY(m_database->open());
        QCOMPARE(count(), 9);
        QVERIFY(QFile::exists(m_path + u".before-restore-wal"_s)); // what it held is not lost
    }

    void copiesAndRestoresUnderLoad()
    {
        std::atomic<bool> goOn{true};
        std::atomic<qint64> next{1'000};
        std::atomic<int> written{0};
        std::vector<std::thread> threads;
        for (int t = 0; t < 3; ++t) {
            threads.emplace_back([&] {
                while (goOn) {
                    if (write(next++))
                        ++written;
                }
            });
        }
        for (int i = 0; i < 5; ++i) {
            const int before = written;
            const QString copy = m_folder->filePath(u"load%1.db"_s.arg(i));
            const auto copied = backup(m_path, copy);
            QVERIFY2(copied, copied ? "" : qPrintable(copied.error().message));
            QCOMPARE(countIn(copy, u"substr(name, 1, 1) = 'a'"_s), countIn(copy, u"substr(name, 1, 1) = 'b'"_s));
            QTRY_VERIFY(written > before); // writing goes on
        }
        const auto restored = restore(m_folder->filePath(u"load0.db"_s), m_path);
        goOn = false;
        for (auto& thread : threads)
            thread.join();
        QVERIFY2(restored, restored ? "" : qPrintable(restored.error().message));
        QVERIFY(write(1));
        QCOMPARE(countIn(m_path, u"substr(name, 1, 1) = 'a'"_s), countIn(m_path, u"substr(name, 1, 1) = 'b'"_s));
        QCOMPARE(leftovers(), 0);
    }

private:
    bool write(qint64 n)
    {
        return m_database->writeNow([n](Connection& connection) { return pair(connection, n); }).has_value();
    }
    qint64 count()
    {
        return m_database
            ->readNow([](Connection& connection) -> Result<qint64> {
                return number(connection, u"SELECT count(*) FROM categories"_s);
            })
            .value_or(-1);
    }
    int leftovers() const
    {
        return int(QDir(m_folder->path()).entryList({u".zhanggui-*"_s}, QDir::Files | QDir::Hidden).size());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Database> m_database;
    QString m_path;
    QString m_copy;
};

QTEST_GUILESS_MAIN(TestBackup)
#include "tst_backup.moc"
