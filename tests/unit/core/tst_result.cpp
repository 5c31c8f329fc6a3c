// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/result.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace zg;
using namespace Qt::StringLiterals;

class TestResult final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCodeHasASlugOfItsOwn()
    {
        static const QRegularExpression rule(u"^[a-z]+(_[a-z]+)*$"_s);
        QSet<QString> slugs;
        for (int code = 0; code <= int(ErrorCode::Internal); ++code) {
            const QString text = QString::fromLatin1(slug(ErrorCode(code)));
            QVERIFY2(rule.match(text).hasMatch(), qPrintable(text));
            QVERIFY2(!slugs.contains(text), qPrintable(text));
            slugs.insert(text);
        }
    }

    void carriesValueOrError()
    {
        const auto half = [](int number) -> Result<int> {
            if (number % 2)
                return Error::invalid(u"number"_s, u"%1 is odd"_s.arg(number));
            return number / 2;
        };
        QCOMPARE(*half(8), 4);
        QVERIFY(!half(7));
        QCOMPARE(half(7).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(half(7).error().field, u"number"_s);
        QCOMPARE(half(8).map([](int n) { return n + 1; }).value(), 5);
        QCOMPARE(Error::retry(ErrorCode::Overloaded, 3).retryAfterS, 3);
        QCOMPARE(Error::ofProduct(ErrorCode::OutOfStock, 9).productId, 9);
        QVERIFY(Result<void>().has_value());
    }
};

QTEST_GUILESS_MAIN(TestResult)
#include "tst_result.moc"
