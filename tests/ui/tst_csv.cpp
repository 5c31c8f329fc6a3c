// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakeshop.h"

#include "ui/models/ordersheet.h"
#include "ui/models/productcsv.h"
#include "ui/widgets/csv.h"
#include "ui/widgets/sheetfile.h"

#include <QFile>
#include <QTest>

using namespace zg;
using namespace zg::ui;
using namespace zg::ui::test;
using namespace Qt::StringLiterals;

class TestCsv : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parse_data();
    void parse();
    void roundTrip();
    void guard_data();
    void guard();
    void products();
    void wishes_data();
    void wishes();
    void files_data();
    void files();
    void orders();
};

void TestCsv::parse_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QList<QStringList>>("records");
    QTest::addColumn<QString>("problem");
    using R = QList<QStringList>;
    QTest::newRow("empty") << QByteArray() << R{} << QString();
    QTest::newRow("one") << QByteArray("a,b\r\n") << R{{u"a"_s, u"b"_s}} << QString();
    QTest::newRow("no last line end") << QByteArray("a,b\nc,d") << R{{u"a"_s, u"b"_s}, {u"c"_s, u"d"_s}} << QString();
    QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF"
                                                   "a,b\n")
                                     << R{{u"a"_s, u"b"_s}} << QString();
    QTest::newRow("quoted") << QByteArray("\"a,\"\"b\"\"\nc\",d\n") << R{{u"a,\"b\"\nc"_s, u"d"_s}} << QString();
    QTest::newRow("empty fields") << QByteArray(",,\n") << R{{QString(), QString(), QString()}} << QString();
    QTest::newRow("quoted nothing") << QByteArray("\"\"\n") << R{{QString()}} << QString();
    QTest::newRow("empty lines") << QByteArray("a\n\r\n\nb\n") << R{{u"a"_s}, {u"b"_s}} << QString();
    QTest::newRow("spaces stay") << QByteArray(" a , b\n") << R{{u" a "_s, u" b"_s}} << QString();
    QTest::newRow("quote inside") << QByteArray("a\nb\"c\n") << R{} << u"line 2"_s;
    QTest::newRow("text after quote") << QByteArray("\"a\"b\n") << R{} << u"line 1"_s;
    QTest::newRow("open quote") << QByteArray("x\n\"a\nb\n") << R{} << u"line 2"_s;
    QTest::newRow("lone return") << QByteArray("a\rb\n") << R{} << u"line 1"_s;
    QTest::newRow("GBK") << QByteArray("\xB2\xE8\n") << R{} << u"UTF-8"_s;
    QTest::newRow("zero byte") << QByteArray("a\0b", 3) << R{} << u"UTF-8"_s;
}

void TestCsv::parse()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QList<QStringList>, records);
    QFETCH(QString, problem);
    const auto read = csv::parse(bytes);
    QCOMPARE(read.has_value(), problem.isEmpty());
    if (!read) {
        QVERIFY2(read.error().message.contains(problem), qPrintable(read.error().message));
        return;
    }
    QCOMPARE(read->size(), records.size());
    for (qsizetype i = 0; i < records.size(); ++i)
        QCOMPARE(read->at(i).fields, records.at(i));
}

void TestCsv::roundTrip()
{
    const QList<QStringList> rows{{u"名称, 规格"_s, u"say \"hi\""_s, u"two\r\nlines"_s, QString()},
                                  {u"a"_s, u" b "_s, u"c"_s, u"\"\""_s}};
    csv::Writer writer;
    for (const QStringList& row : rows)
        writer.add(row);
    QVERIFY(writer.bytes().startsWith("\xEF\xBB\xBF"));
    const auto read = csv::parse(writer.bytes());
    QVERIFY(read);
    QCOMPARE(read->size(), 2);
    QCOMPARE(read->at(0).fields, rows.at(0));
    QCOMPARE(read->at(1).fields, rows.at(1));
    QCOMPARE(read->at(1).line, 3); // the first one took two
}

void TestCsv::guard_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("written");
    QTest::newRow("plain") << u"茶"_s << u"茶"_s;
    QTest::newRow("formula") << u"=HYPERLINK(1)"_s << u"'=HYPERLINK(1)"_s;
    QTest::newRow("plus") << u"+86 138"_s << u"'+86 138"_s;
    QTest::newRow("at") << u"@home"_s << u"'@home"_s;
    QTest::newRow("apostrophe") << u"'tis"_s << u"'tis"_s;
    QTest::newRow("apostrophe and formula") << u"'=1"_s << u"''=1"_s;
    QTest::newRow("nothing") << QString() << QString();
}

void TestCsv::guard()
{
    QFETCH(QString, text);
    QFETCH(QString, written);
    QCOMPARE(csv::guard(text), written);
    QCOMPARE(csv::unguard(csv::guard(text)), text);
}

void TestCsv::products()
{
    // An export, imported unchanged, changes nothing.
    ShopProducts desk;
    const ProductCsv format(desk.categoryList);
    QList<shop::Product> products = makeProducts(50);
    products[0].name = u"=SUM(A1), \"quoted\""_s;
    products[1].name = u"  spaces  "_s;
    products[2].description = u"two\nlines, and a comma"_s;
    products[3].categoryId.reset();
    products[4].categoryId = CategoryId(99); // made after this desk read the categories
    products[5].description = u"'=already"_s;
    products[6].imageUrl = u"-1"_s;
    products[7].priceFen = 10'000'000'000;
    Sheet sheet;
    sheet.header = ProductCsv::header();
    sheet.numbers = ProductCsv::numberColumns();
    for (const shop::Product& product : products)
        sheet.rows += format.write(product);
    QTemporaryDir folder;
    const QString path = folder.filePath(u"products.csv"_s);
    auto written = writeSheet(path, sheet);
    written.waitForFinished();
    QVERIFY(written.result());
    auto bytes = readWhole(path);
    bytes.waitForFinished();
    const auto wishes = format.read(*bytes.result());
    QVERIFY(wishes);
    QCOMPARE(wishes->size(), products.size());
    for (qsizetype i = 0; i < products.size(); ++i) {
        QCOMPARE(wishes->at(i).problem, QString());
        QCOMPARE(wishes->at(i).id, products.at(i).id);
        ImportRow row;
        row.wish = wishes->at(i);
        row.compareWith(products.at(i), format);
        QVERIFY2(row.kind == ImportRow::Kind::Same, qPrintable(row.changes.join(u';')));
        QVERIFY(!row.needsPatch());
    }
}

void TestCsv::wishes_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("fileProblem");
    QTest::addColumn<QString>("rowProblem");
    QTest::newRow("good") << QByteArray("id,name,price\n5,Tea,12.30\n") << QString() << QString();
    QTest::newRow("new") << QByteArray("id,name,price\n,Tea,12.30\n") << QString() << QString();
    QTest::newRow("price with sign") << QByteArray("id,price\n5,\"¥1,234.50\"\n") << QString() << QString();
    QTest::newRow("spreadsheet number") << QByteArray("id,stock\n5,105.0\n") << QString() << QString();
    QTest::newRow("empty file") << QByteArray() << u"empty"_s << QString();
    QTest::newRow("unknown column") << QByteArray("id,colour\n") << u"colour"_s << QString();
    QTest::newRow("column twice") << QByteArray("id,id\n") << u"“id”"_s << QString();
    QTest::newRow("bad id") << QByteArray("id,price\nx,1\n") << QString() << u"“x”"_s;
    QTest::newRow("id zero") << QByteArray("id,price\n0,1\n") << QString() << u"“0”"_s;
    QTest::newRow("bad price") << QByteArray("id,price\n5,1.234\n") << QString() << u"1.234"_s;
    QTest::newRow("negative price") << QByteArray("id,price\n5,-1\n") << QString() << u"-1"_s;
    QTest::newRow("half a piece") << QByteArray("id,stock\n5,1.5\n") << QString() << u"1.5"_s;
    QTest::newRow("negative stock") << QByteArray("id,stock\n5,-3\n") << QString() << u"-3"_s;
    QTest::newRow("bad status") << QByteArray("id,status\n5,gone\n") << QString() << u"gone"_s;
    QTest::newRow("no such category") << QByteArray("id,category\n5,Cars\n") << QString() << u"Cars"_s;
    QTest::newRow("empty name") << QByteArray("id,name\n5,\n") << QString() << u"name is missing"_s;
    QTest::newRow("new without price") << QByteArray("name\nTea\n") << QString() << u"price"_s;
    QTest::newRow("too few fields") << QByteArray("id,name,price\n5,Tea\n") << QString() << u"2 fields"_s;
    QTest::newRow("twice") << QByteArray("id,price\n6,1\n6,2\n") << QString() << u"line 2"_s;
}

void TestCsv::wishes()
{
    QFETCH(QByteArray, file);
    QFETCH(QString, fileProblem);
    QFETCH(QString, rowProblem);
    const ProductCsv format(ShopProducts().categoryList);
    const auto wishes = format.read(file);
    QCOMPARE(wishes.has_value(), fileProblem.isEmpty());
    if (!wishes) {
        QVERIFY2(wishes.error().message.contains(fileProblem), qPrintable(wishes.error().message));
        return;
    }
    const QString problem = wishes->last().problem;
    QCOMPARE(problem.isEmpty(), rowProblem.isEmpty());
    QVERIFY2(problem.contains(rowProblem), qPrintable(problem));
}

void TestCsv::files_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("start");
    QTest::newRow("csv") << u"a.csv"_s << QByteArray("\xEF\xBB\xBF");
    QTest::newRow("xlsx") << u"a.xlsx"_s << QByteArray("PK");
}

void TestCsv::files()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, start);
    QTemporaryDir folder;
    const QString path = folder.filePath(name);
    for (int round = 0; round < 2; ++round) { // the second replaces the first
        auto written = writeSheet(
            path, Sheet{u"t"_s, {u"名称"_s, u"price"_s}, {{u"茶"_s, u"12.30"_s}, {u"=1"_s, QString()}}, {1}});
        written.waitForFinished();
        QVERIFY2(written.result(), written.result() ? "" : qPrintable(written.result().error().message));
    }
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().startsWith(start));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{name});
    auto refused = writeSheet(folder.filePath(u"missing/"_s + name), Sheet{});
    refused.waitForFinished();
    QVERIFY(!refused.result());
}

void TestCsv::orders()
{
    Sheet sheet = orderSheet();
    const shop::Order order = makeOrder(3); // four items
    addOrder(sheet, order);
    QCOMPARE(sheet.rows.size(), order.items.size());
    const qsizetype total = sheet.header.indexOf(u"order_total"_s);
    for (const QStringList& row : sheet.rows)
        QCOMPARE(row.size(), sheet.header.size());
    QVERIFY(!sheet.rows.at(0).at(total).isEmpty());
    QVERIFY(sheet.rows.at(1).at(total).isEmpty());
    QCOMPARE(sheet.rows.at(0).at(sheet.header.indexOf(u"tracking_no"_s)), order.trackingNo);
}

QTEST_MAIN(TestCsv)
#include "tst_csv.moc"
