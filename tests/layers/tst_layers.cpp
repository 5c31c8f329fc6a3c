// SPDX-License-Identifier: GPL-3.0-or-later
// Holds every include against the floors that the build files state.
#include <QDirIterator>
#include <QHash>
#include <QRegularExpression>
#include <QSet>
#include <QtTest>

using namespace Qt::StringLiterals;

namespace {
using Edges = QHash<QString, QSet<QString>>;

Edges statedEdges()
{
    Edges edges;
    const QStringList rows = QString::fromLatin1(ZG_LAYER_EDGES).split(u'\n', Qt::SkipEmptyParts);
    for (const QString& row : rows) {
        const QStringList uses = row.section(u':', 1).split(u',', Qt::SkipEmptyParts);
        edges[row.section(u':', 0, 0)] = QSet<QString>(uses.begin(), uses.end());
    }
    return edges;
}

/// The lines of `text` that include what `layer` may not see, as "LINE: #include …".
QStringList wrongIncludes(const Edges& edges, const QString& layer, const QString& text)
{
    static const QRegularExpression ours(u"^\\s*#\\s*include\\s*\"([a-z]+)/"_s);
    static const QRegularExpression widgets(
        u"^\\s*#\\s*include\\s*<(QtWidgets|QtCharts|QtGui|QWidget|QApplication|QChart|QPainter|QPixmap|QIcon)"_s);
    QStringList wrong;
    int number = 0;
    for (const QString& line : text.split(u'\n')) {
        ++number;
        const auto match = ours.match(line);
        const QString target = match.captured(1);
        const bool unknown = match.hasMatch() && !edges.contains(target);
        const bool forbidden = match.hasMatch() && target != layer && !edges[layer].contains(target);
        const bool gui = layer != u"ui"_s && widgets.match(line).hasMatch();
        if ((forbidden && !unknown) || gui)
            wrong.append(u"%1: %2"_s.arg(number).arg(line.trimmed()));
    }
    return wrong;
}
} // namespace

class TestLayers final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsAWrongInclude()
    {
        const Edges edges{{u"core"_s, {}}, {u"shop"_s, {u"core"_s}}, {u"http"_s, {u"core"_s}}};
        QCOMPARE(wrongIncludes(edges, u"shop"_s, u"#include \"core/ids.h\"\n#include \"http/reply.h\"\n"_s).size(), 1);
        QCOMPARE(wrongIncludes(edges, u"shop"_s, u"#include <QWidget>\n"_s).size(), 1);
        QCOMPARE(wrongIncludes(edges, u"shop"_s, u"#include \"shop/orders.h\"\n#include <QString>\n"_s).size(), 0);
    }

    void everyIncludePointsDown()
    {
        const Edges edges = statedEdges();
        QVERIFY(edges.size() >= 10); // without the console there is no ui
        QStringList wrong;
        int files = 0;
        for (auto layer = edges.keyBegin(); layer != edges.keyEnd(); ++layer) {
            const QString folder =
                QStringLiteral(ZG_SOURCE_DIR) + (*layer == u"ui"_s ? u"/ui"_s : u"/backend/"_s + *layer);
            QDirIterator sources(folder, {u"*.h"_s, u"*.cpp"_s}, QDir::Files, QDirIterator::Subdirectories);
            while (sources.hasNext()) {
                QFile file(sources.next());
                QVERIFY(file.open(QIODevice::ReadOnly));
                ++files;
                for (const QString& line : wrongIncludes(edges, *layer, QString::fromUtf8(file.readAll())))
                    wrong.append(file.fileName() + u':' + line);
            }
        }
        QVERIFY(files > 50);
        QVERIFY2(wrong.isEmpty(), qPrintable(u"\n"_s + wrong.join(u'\n')));
    }
};

QTEST_GUILESS_MAIN(TestLayers)
#include "tst_layers.moc"
