// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/router.h"
#include "api/routes.h"
#include "api/telemetryjson.h"
#include "core/jsonwriter.h"
#include "telemetry/snapshot.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace zg;
using namespace Qt::StringLiterals;

namespace {

/// "GET /api/v1/products/{id} product.get" for each operation of the document; its layout is ours, so lines will do.
QSet<QString> documented()
{
    QFile file(QStringLiteral(ZG_OPENAPI));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QSet<QString> found;
    QString path, verb, action;
    bool inPaths = false;
    const auto flush = [&] {
        if (!path.isEmpty() && !verb.isEmpty())
            found.insert(QString(verb + u' ' + path + u' ' + action).trimmed());
        verb.clear();
        action.clear();
    };
    static const QRegularExpression pathLine(u"^  (/\\S*):$"_s), verbLine(u"^    (get|post|put|delete|patch):$"_s),
        actionLine(u"^      x-action: (\\S+)$"_s);
    for (const QByteArray& bytes : file.readAll().split('\n')) {
        const QString line = QString::fromUtf8(bytes);
        if (!line.isEmpty() && !line.startsWith(u' ')) {
            flush();
            path.clear();
            inPaths = line == u"paths:"_s;
        }
        if (!inPaths)
            continue;
        if (const auto match = pathLine.match(line); match.hasMatch()) {
            flush();
            path = match.captured(1);
        } else if (const auto operation = verbLine.match(line); operation.hasMatch()) {
            flush();
            verb = operation.captured(1).toUpper();
        } else if (const auto name = actionLine.match(line); name.hasMatch()) {
            action = name.captured(1);
        }
    }
    flush();
    return found;
}

/// The properties of a schema of the document, and what is said of each.
QMap<QString, QString> propertiesOf(const QString& schema)
{
    QFile file(QStringLiteral(ZG_OPENAPI));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QMap<QString, QString> properties;
    static const QRegularExpression propertyLine(u"^        (\\w+): (.*)$"_s);
    bool inSchema = false;
    for (const QByteArray& bytes : file.readAll().split('\n')) {
        const QString line = QString::fromUtf8(bytes);
        if (line.startsWith(u"    "_s) && line.size() > 4 && line.at(4) != u' ')
            inSchema = line == u"    "_s + schema + u':';
        if (const auto match = propertyLine.match(line); inSchema && match.hasMatch())
            properties.insert(match.captured(1), match.captured(2));
    }
    return properties;
}

/// What of `object` is not in the schema, what of the schema is not in it, and so on in what it is made of.
QStringList differences(const QString& schema, const QJsonObject& object)
{
    QStringList found;
    const auto properties = propertiesOf(schema);
    for (const QString& name : object.keys()) {
        if (!properties.contains(name))
            found.append(schema + u" lacks "_s + name);
    }
    static const QRegularExpression reference(u"schemas/(\\w+)'"_s);
    for (auto property = properties.begin(); property != properties.end(); ++property) {
        const QJsonValue value = object.value(property.key());
        if (value.isUndefined())
            found.append(schema + u" has "_s + property.key());
        const auto match = reference.match(property.value());
        if (match.hasMatch())
            found +=
                differences(match.captured(1), value.isArray() ? value.toArray().first().toObject() : value.toObject());
        else if (value.isObject() || (value.isArray() && value.toArray().first().isObject()))
            found.append(schema + u" does not say what is in "_s + property.key());
    }
    return found;
}

} // namespace

class TestRouter final : public QObject
{
    Q_OBJECT

    api::Router m_router{api::routes()};

private Q_SLOTS:
    void paths_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<qint64>("id"); // -1: nowhere
        const auto row = [](const char* path, qint64 id) { QTest::newRow(path) << QByteArray(path) << id; };
        row("/ping", 0);
        row("/api/v1/products", 0);
        row("/api/v1/products/7", 7);
        row("/api/v1/products/9223372036854775807", 9223372036854775807);
        row("/api/v1/orders/12/pay", 12);
        row("/api/v1/admin/products/3/ledger", 3);
        row("/api/v1/products/9223372036854775808", -1);
        row("/api/v1/products/0", -1);
        row("/api/v1/products/-7", -1);
        row("/api/v1/products/+7", -1);
        row("/api/v1/products/7.0", -1);
        row("/api/v1/products/abc", -1);
        row("/api/v1/products/{id}", -1);
        row("/api/v1/products/", -1);
        row("/api/v1/products/7/", -1);
        row("/api/v1//products", -1);
        row("/api/v1/orders/1/2/pay", -1);
        row("/API/v1/products", -1);
        row("/", -1);
        row("", -1);
        row("*", -1);
        row("/api/v1/nothing", -1);
        QTest::newRow("long") << QByteArray("/api/v1/products/" + QByteArray(5000, '1')) << qint64(-1);
    }

    void paths()
    {
        QFETCH(QByteArray, path);
        QFETCH(qint64, id);
        const auto match = m_router.match(path);
        QCOMPARE(match.place ? match.id : -1, id);
    }

    void verbs()
    {
        const auto* const orders = m_router.match("/api/v1/orders").place;
        QCOMPARE(orders->allow, QByteArray("Allow: GET, HEAD, POST, OPTIONS\r\n"));
        QVERIFY(orders->route(http::Verb::Get) == orders->route(http::Verb::Head));
        QVERIFY(orders->route(http::Verb::Post));
        QVERIFY(!orders->route(http::Verb::Put));
        QVERIFY(!orders->route(http::Verb::Other));
        const auto* const product = m_router.match("/api/v1/admin/products/1").place;
        QCOMPARE(product->allow, QByteArray("Allow: PUT, DELETE, OPTIONS\r\n"));
    }

    void actions()
    {
        // The contract's list.
        const QByteArray names =
            "ping status login auth.login auth.refresh auth.logout me category.list product.list product.get "
            "order.create "
            "order.list order.get order.pay order.cancel order.confirm order.refund admin.product.list "
            "admin.product.create "
            "admin.product.update admin.product.delete admin.product.stock admin.product.ledger admin.order.list "
            "admin.order.get admin.order.ship admin.order.refund admin.user.list admin.user.create admin.user.update "
            "admin.category.create admin.category.update admin.telemetry "
            "admin.strategy.update"; // an addition
        int count = 0;
        for (const QByteArray& name : names.split(' ')) {
            QVERIFY2(m_router.action(name), name.constData());
            ++count;
        }
        int known = 0;
        for (const auto& route : api::routes())
            known += route.action ? 1 : 0;
        QCOMPARE(known, count);
        QVERIFY(!m_router.action("no.such"));
    }

    void telemetryIsDescribed()
    {
        telemetry::Snapshot whole;
        whole.routes.resize(1);
        whole.cacheFamilies.resize(1);
        whole.hotKeys.resize(1);
        whole.ledger.last.resize(1);
        whole.workers.resize(1);
        whole.slowStatements.resize(1);
        whole.breakers.resize(1);
        whole.queues.resize(1);
        whole.nodes.resize(1);
        whole.leases.resize(1);
        whole.replicas.resize(1);
        whole.strategies.resize(1);
        whole.redis.configured = true;
        QByteArray text;
        JsonWriter json(text);
        api::write(json, whole);
        const QStringList found = differences(u"Telemetry"_s, QJsonDocument::fromJson(text).object());
        QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
    }

    /// Every route is in the document and every operation of the document is a route.
    void document()
    {
        QSet<QString> served;
        const QStringList names = api::routeNames();
        for (int i = 0; i < names.size(); ++i)
            served.insert(QString(names.at(i) + u' ' + QString::fromLatin1(api::routes()[size_t(i)].action)).trimmed());
        const auto described = documented();
        QVERIFY2(!described.isEmpty(), "openapi.yaml was not read");
        QCOMPARE((served - described).values(), QStringList());
        QCOMPARE((described - served).values(), QStringList());
    }
};

QTEST_GUILESS_MAIN(TestRouter)
#include "tst_router.moc"
