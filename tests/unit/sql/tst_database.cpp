// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/qtexecutor.h"
#include "sql/database.h"
#include "unit/sql/sqlfixture.h"

#include <sys/stat.h>

#include <thread>

using namespace zg;
using namespace zg::sql;
using namespace zg::sql::test;

namespace {

constexpr Statement addCategory{"category.add", "INSERT INTO categories (name, sort) VALUES (?, 0)"};
constexpr Statement countCategories{"category.count", "SELECT count(*) FROM categories"};

Result<qint64> count(Connection& connection)
{
    auto rows = connection.query(countCategories);
    if (!rows)
        return rows.error();
    return rows->next() ? rows->integer(0) : 0;
}

Result<qint64> add(Connection& connection, const QString& name)
{
    auto done = connection.exec(addCategory, name);
    if (!done)
        return done.error();
    return connection.lastInsertId();
}

Task<Result<qint64>> addThenCount(Database& database)
{
    auto added = co_await database.write([](Connection& connection) { return add(connection, u"新"_s); });
    if (!added)
        co_return added;
    auto counted = co_await database.read([](Connection& connection) { return count(connection); });
    co_return counted;
}

/// Needs an executor from before the task began.
template <class T>
Result<T> waitFor(Task<Result<T>> task)
{
    std::optional<Result<T>> outcome;
    task.then([&](Result<T> result) { outcome = std::move(result); });
    const bool isDone = QTest::qWaitFor([&] { return outcome.has_value(); });
    return isDone ? *outcome : Result<T>(Error{ErrorCode::Internal, u"no answer"_s});
}

int mode(const QString& path)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? int(status.st_mode & 0777) : -1;
}

} // namespace

class TestDatabase : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void urls_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("path");
        QTest::newRow("absolute") << u"sqlite:/a/b.db"_s << u"/a/b.db"_s;
        QTest::newRow("relative") << u"sqlite:b.db"_s << QDir::current().absoluteFilePath(u"b.db"_s);
        QTest::newRow("nothing") << u"sqlite:"_s << QString();
        QTest::newRow("memory") << u"sqlite::memory:"_s << QString();
        QTest::newRow("postgresql") << u"postgresql://u:p@h/n"_s << QString();
        QTest::newRow("unknown") << u"mysql:x"_s << QString();
    }
    void urls()
    {
        QFETCH(QString, url);
        QFETCH(QString, path);
        const auto parsed = sqlitePath(url);
        QCOMPARE(parsed.value_or(QString()), path);
        if (!parsed) {
            QCOMPARE(parsed.error().code, ErrorCode::InvalidArgument);
            QVERIFY(!parsed.error().message.contains(u":p@"_s)); // no password in it
            Database database(url, PoolSettings(), 10);
            QVERIFY(!database.open());
        }
    }

    void opensForItsOwnerOnly()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"data/deep/store.db"_s);
        Database database(u"sqlite:"_s + path, PoolSettings(), 100);
        QVERIFY(database.open());
        QVERIFY(database.isOpen());
        QCOMPARE(database.path(), path);
        QVERIFY(database.writeNow([](Connection& connection) { return add(connection, u"x"_s); }));
        QCOMPARE(mode(folder.filePath(u"data"_s)), 0700);
        QCOMPARE(mode(folder.filePath(u"data/deep"_s)), 0700);
        for (const QString& suffix : {u""_s, u"-wal"_s, u"-shm"_s})
            QCOMPARE(mode(path + suffix), 0600);
    }

    void readsAndWritesFromCoroutines()
    {
        QtExecutor executor;
        Store store;
        auto task = addThenCount(store.database);
        std::optional<Result<qint64>> outcome;
        task.then([&](Result<qint64> result) { outcome = result; });
        QTRY_VERIFY(outcome.has_value());
        QCOMPARE(outcome->value_or(-1), 8);
    }

    void refusesBeforeAndAfter()
    {
        QTemporaryDir folder;
        Database database(u"sqlite:"_s + folder.filePath(u"store.db"_s), PoolSettings(), 100);
        QCOMPARE(database.readNow(count).error().code, ErrorCode::ShuttingDown);
        QCOMPARE(database.writeNow(count).error().code, ErrorCode::DependencyDown);
        QVERIFY(!database.isOpen());
        QVERIFY(database.open());
        QCOMPARE(database.readNow(count).value_or(-1), 7);
        database.close();
        database.close();
        QVERIFY(!database.isOpen());
        QCOMPARE(database.readNow(count).error().code, ErrorCode::ShuttingDown);
        QCOMPARE(database.writeNow(count).error().code, ErrorCode::ShuttingDown);
        QVERIFY(database.open()); // and again
        QCOMPARE(database.readNow(count).value_or(-1), 7);
    }

    void openSaysWhyNot_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("a folder") << u"folder"_s << u"directory"_s;
        QTest::newRow("no database") << u"text"_s << u"not an SQLite database"_s;
        QTest::newRow("another's") << u"foreign"_s << u"another program"_s;
        QTest::newRow("locked") << u"locked"_s << u"locked by another program"_s;
        QTest::newRow("no folder") << u"under a file"_s << u"directory"_s;
    }
    void openSaysWhyNot()
    {
        QFETCH(QString, what);
        QFETCH(QString, sentence);
        Fixture fixture;
        std::unique_ptr<SqliteConnection> other;
        QString path = fixture.path();
        if (what == u"folder"_s) {
            path = fixture.folder.path();
        } else if (what == u"text"_s) {
            path = fixture.folder.filePath(u"text"_s);
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(2'000, 'a')) > 0);
        } else if (what == u"under a file"_s) {
            path += u"/x/y.db"_s;
        } else {
            other = fixture.connect(SqliteOptions::Role::Writer);
            QVERIFY(other->execute(what == u"foreign"_s ? u"CREATE TABLE theirs (x)"_s : u"BEGIN IMMEDIATE"_s));
        }
        Database database(u"sqlite:"_s + path, PoolSettings(), 100);
        const auto opened = database.open();
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::DependencyDown);
        QVERIFY2(opened.error().message.contains(sentence), qPrintable(opened.error().message));
        QVERIFY(!database.isOpen());
        if (what == u"locked"_s) {
            other.reset();
            QVERIFY(database.open()); // the cause went away
        }
    }

    void aLostFileShowsAndHeals()
    {
        Store store;
        auto& database = store.database;
        QVERIFY(database.probe());
        QVERIFY(QFile::rename(database.path(), database.path() + u".away"_s));
        QVERIFY(!database.probe());
        QVERIFY(!database.isOpen());
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(database.readNow(count).error().code, ErrorCode::DependencyDown);
        QCOMPARE(database.writeNow(count).error().code, ErrorCode::DependencyDown);
        QVERIFY(timer.elapsed() < 1'000);
        QVERIFY(QFile::rename(database.path() + u".away"_s, database.path()));
        QTRY_VERIFY_WITH_TIMEOUT(database.probe(), 10'000);
        QVERIFY(database.isOpen());
        QTRY_COMPARE_WITH_TIMEOUT(database.readNow(count).value_or(-1), 7, 10'000);
    }

    /// Linux lets anyone cut or remove a file that is open: what was answered is in the files that the next start
    /// opens, and writes are taken again once these are what they were.
    void filesThatAreNotWhatTheyWere_data()
    {
        QTest::addColumn<bool>("cutsFile");
        QTest::addColumn<bool>("cutsLog");
        QTest::addColumn<bool>("removesLog");
        QTest::newRow("the log is removed") << false << false << true;
        QTest::newRow("the file is cut, the log removed") << true << false << true;
        QTest::newRow("the file is cut") << true << false << false;
        QTest::newRow("the log is cut") << false << true << false;
    }
    void filesThatAreNotWhatTheyWere()
    {
        QFETCH(bool, cutsFile);
        QFETCH(bool, cutsLog);
        QFETCH(bool, removesLog);
        Fixture folder;
        const QString path = folder.path();
        const QString log = path + u"-wal"_s;
        QVERIFY(Database(u"sqlite:"_s + path, PoolSettings(), 100).open()); // its schema is in the file from then on
        QSet<QString> answered;
        {
            Database database(u"sqlite:"_s + path, PoolSettings(), 100);
            QVERIFY(database.open());
            const auto write = [&](const QString& name) {
                const bool isDone =
                    database.writeNow([&](Connection& connection) { return add(connection, name); }).has_value();
                if (isDone)
                    answered.insert(name);
                return isDone;
            };
            QVERIFY(write(u"before"_s));
            QVERIFY(database.readNow(count)); // a reader has both files open, too
            QFile whole(path);
            QFile wholeLog(log);
            QVERIFY(whole.open(QIODevice::ReadOnly) &&
                    wholeLog.open(QIODevice::ReadOnly)); // closed at the end: see fcntl
            const QByteArray kept = whole.readAll();
            const QByteArray keptLog = wholeLog.readAll();

            QVERIFY(!cutsFile || QFile(path).resize(0));
            QVERIFY(!cutsLog || QFile(log).resize(0));
            QVERIFY(!removesLog || QFile::remove(log));
            write(u"right after"_s);
            for (int i = 0; i < 5; ++i) {
                database.maintain();
                write(u"later %1"_s.arg(i));
            }
            if (cutsFile) {
                QCOMPARE(answered, QSet<QString>{u"before"_s});
                QVERIFY(!database.isOpen());
                QCOMPARE(QFileInfo(path).size(), 0); // nothing was moved into it
                QFile file(path);
                QFile fileLog(log);
                QVERIFY(file.open(QIODevice::WriteOnly) && fileLog.open(QIODevice::WriteOnly));
                file.write(kept);
                fileLog.write(keptLog);
            }
            int tries = 0;
            QTRY_VERIFY((database.maintain(), write(u"again %1"_s.arg(++tries))));
            QTRY_VERIFY((database.maintain(), database.isOpen()));
        }
        Database next(u"sqlite:"_s + path, PoolSettings(), 100);
        QVERIFY(next.open());
        if (cutsLog)
            answered.remove(u"before"_s); // it was there alone, and whoever cut it took it away
        for (const auto& name : answered) {
            const auto found = next.readNow([&](Connection& connection) -> Result<qint64> {
                return number(connection, u"SELECT count(*) FROM categories WHERE name = '%1'"_s.arg(name));
            });
            QVERIFY2(found && *found == 1, qPrintable(name));
        }
        const auto checked = next.readNow([](Connection& connection) -> Result<QString> {
            auto rows = connection.runText("test.check", u"PRAGMA integrity_check"_s, {});
            return rows && rows->next() ? rows->text(0) : QString();
        });
        QCOMPARE(checked.value_or(QString()), u"ok"_s);
    }

    void aLockShowsAndHeals()
    {
        Store store;
        auto& database = store.database;
        SlowStatements statements(10s);
        SqliteOptions options;
        options.path = database.path();
        options.role = SqliteOptions::Role::Writer;
        const auto other = SqliteConnection::open(options, statements);
        QVERIFY(other && (*other)->execute(u"BEGIN IMMEDIATE"_s));
        QElapsedTimer timer;
        timer.start();
        const auto refused = database.writeNow([](Connection& connection) { return add(connection, u"x"_s); });
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::DependencyDown);
        QVERIFY2(timer.elapsed() < 1'000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(!database.isOpen());
        QCOMPARE(database.readNow(count).value_or(-1), 7); // readers go on
        QVERIFY(!database.probe());
        QVERIFY((*other)->execute(u"ROLLBACK"_s));
        QVERIFY(database.probe());
        QVERIFY(database.isOpen());
    }

    void upkeepNoticesOthers()
    {
        Store store;
        auto& database = store.database;
        database.maintain();
        QVERIFY(database.writeNow([](Connection& connection) { return add(connection, u"ours"_s); }));
        database.maintain();
        database.maintain();
        QVERIFY(!database.externalChange());
        SlowStatements statements(10s);
        SqliteOptions options;
        options.path = database.path();
        options.role = SqliteOptions::Role::Writer;
        const auto other = SqliteConnection::open(options, statements);
        QVERIFY(other && add(**other, u"theirs"_s));
        bool isNoticed = false; // asked again and again, true once
        QTRY_VERIFY((database.maintain(), isNoticed = isNoticed || database.externalChange()));
        QVERIFY(!database.externalChange());
        QCOMPARE(database.pool().figures().idle, PoolSettings().minimumIdle);
    }

    void statementsAreCounted()
    {
        PoolSettings settings;
        settings.slowStatement = 0ms; // each is slow
        Store store(settings);
        for (int i = 0; i < 3; ++i)
            QVERIFY(store.database.readNow(count));
        const auto slow = store.database.slowStatements();
        const auto at =
            std::find_if(slow.begin(), slow.end(), [](const auto& s) { return s.name == u"category.count"_s; });
        QVERIFY(at != slow.end());
        QCOMPARE(at->calls, 3);
        QVERIFY2(at->plan.startsWith(u"SCAN categories"_s), qPrintable(at->plan));
        QCOMPARE(at->text, QString::fromUtf8(countCategories.text));
    }

    void tellsOfItself()
    {
        QtExecutor executor;
        Store store;
        auto& database = store.database;
        QVERIFY(database.writeNow([](Connection& connection) { return add(connection, u"one"_s); }));
        QVERIFY(database.readNow([&](Connection& connection) -> Result<qint64> {
            const auto figures = database.figures();
            const auto isReader = [](const auto& c) {
                return c.role == telemetry::ConnectionFigures::Role::Reader && c.state == Pool::State::InUse;
            };
            const auto& list = figures.connections;
            if (std::count_if(list.begin(), list.end(), isReader) != 1)
                return Error{ErrorCode::Internal, u"one is in use"_s};
            return count(connection);
        }));
        const auto figures = database.figures();
        const auto& list = figures.connections;
        const auto writer = std::find_if(list.begin(), list.end(), [](const auto& c) {
            return c.role == telemetry::ConnectionFigures::Role::Writer;
        });
        QVERIFY(writer != list.end());
        QCOMPARE(writer->loans, 1);
        QVERIFY(figures.reads > 0 && figures.writes > 0);
        QCOMPARE(figures.configuredMaximum, PoolSettings().maximumPoolSize);
        const auto use = std::find_if(figures.statements.begin(), figures.statements.end(),
                                      [](const auto& u) { return u.name == u"category.count"_s; });
        QVERIFY(use != figures.statements.end());
        QVERIFY(!use->isPlanned);
        const auto plan = waitFor(database.plan(use->id));
        QVERIFY(plan);
        QVERIFY(plan->steps.first().text.startsWith(u"SCAN categories"_s));
        const auto after = database.figures();
        QVERIFY(std::any_of(after.statements.begin(), after.statements.end(),
                            [&](const auto& u) { return u.id == use->id && u.isPlanned; }));
        const auto advice = waitFor(database.adviseIndex(use->id));
        QVERIFY(advice);
        QCOMPARE(advice->verdict, telemetry::IndexAdvice::Verdict::NotNeeded); // it reads an index, whole
        QVERIFY(!waitFor(database.plan(1'000'000)));
    }

    void manyThreadsReadAndWrite()
    {
        Store store;
        std::atomic<int> good{0};
        std::vector<std::thread> threads;
        for (int t = 0; t < 6; ++t) {
            threads.emplace_back([&, t] {
                for (int i = 0; i < 50; ++i) {
                    const auto name = u"c%1-%2"_s.arg(t).arg(i);
                    const auto added =
                        store.database.writeNow([&](Connection& connection) { return add(connection, name); });
                    const auto seen = store.database.readNow([&](Connection& connection) -> Result<qint64> {
                        return number(connection,
                                      u"SELECT count(*) FROM categories WHERE id = %1"_s.arg(added.value_or(0)));
                    });
                    if (seen.value_or(0) == 1) // what was answered is there to be read
                        ++good;
                }
            });
        }
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(good.load(), 300);
        QCOMPARE(store.database.readNow(count).value_or(-1), 307);
    }

private:
    struct Store
    {
        explicit Store(const PoolSettings& settings = {})
            : database(u"sqlite:"_s + folder.filePath(u"store.db"_s), settings, 1'000)
        {
            if (const auto opened = database.open(); !opened)
                qFatal("%s", qUtf8Printable(opened.error().message));
        }
        QTemporaryDir folder;
        Database database;
    };
};

QTEST_GUILESS_MAIN(TestDatabase)
#include "tst_database.moc"
