// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/errortext.h"
#include "ui/language.h"
#include "ui/pages/pages.h"

#include <QLibraryInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace zg;
using namespace zg::ui;
using namespace Qt::StringLiterals;

/// The Chinese messages are whole: every text of the sources is there, and none is unfinished.
class TestTranslations final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noneIsUnfinished();
    void everySourceTextIsThere();
    void theyAreCompiledIn();
};

namespace {

struct Messages
{
    QSet<QString> sources; ///< "context\nsource"
    QStringList unfinished;
};

Messages read(const QString& path)
{
    Messages messages;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return messages;
    QXmlStreamReader xml(&file);
    QString context;
    QString source;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == u"name"_s) {
            context = xml.readElementText();
        } else if (xml.name() == u"source"_s) {
            source = xml.readElementText();
        } else if (xml.name() == u"translation"_s) {
            const QString type = xml.attributes().value(u"type"_s).toString();
            const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
            if (type == u"vanished"_s || type == u"obsolete"_s)
                continue;
            messages.sources.insert(context + u'\n' + source);
            if (type == u"unfinished"_s || text.isEmpty())
                messages.unfinished.append(context + u": "_s + source);
        }
    }
    return messages;
}

const QString messageFile = QStringLiteral(ZG_SOURCE_DIR "/resources/translations/zhanggui_zh_CN.ts");

} // namespace

void TestTranslations::noneIsUnfinished()
{
    const Messages messages = read(messageFile);
    QVERIFY(messages.sources.size() > 100);
    QVERIFY2(messages.unfinished.isEmpty(), qPrintable(messages.unfinished.join(u'\n')));
}

void TestTranslations::everySourceTextIsThere()
{
    QString lupdate = QLibraryInfo::path(QLibraryInfo::LibraryExecutablesPath) + u"/lupdate"_s;
    if (!QFile::exists(lupdate))
        lupdate = QLibraryInfo::path(QLibraryInfo::BinariesPath) + u"/lupdate"_s;
    QVERIFY2(QFile::exists(lupdate), qPrintable(lupdate));
    const QTemporaryDir folder;
    const QString fresh = folder.filePath(u"fresh.ts"_s);
    QProcess process;
    process.start(lupdate,
                  {u"-I"_s, QStringLiteral(ZG_SOURCE_DIR), QStringLiteral(ZG_SOURCE_DIR "/ui"), u"-extensions"_s,
                   u"cpp,h,ui"_s, u"-locations"_s, u"none"_s, u"-target-language"_s, u"zh_CN"_s, u"-ts"_s, fresh});
    QVERIFY(process.waitForFinished(30'000));
    QCOMPARE(process.exitCode(), 0);
    const QSet<QString> missing = read(fresh).sources - read(messageFile).sources;
    QVERIFY2(missing.isEmpty(), qPrintable(QStringList(missing.cbegin(), missing.cend()).join(u"\n---\n"_s)));
}

void TestTranslations::theyAreCompiledIn()
{
    Language language;
    language.setChoice(u"zh_CN"_s);
    QCOMPARE(pageTitle(pages()[0]), u"总览"_s);
    for (int code = 0; code <= int(ErrorCode::Internal); ++code) {
        language.setChoice(u"zh_CN"_s);
        const QString chinese = errorText(ErrorCode(code));
        language.setChoice(u"en"_s);
        QVERIFY(chinese != errorText(ErrorCode(code)));
    }
}

QTEST_MAIN(TestTranslations)
#include "tst_translations.moc"
