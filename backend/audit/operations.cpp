// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/operations.h"

#include "audit/changetext.h"
#include "audit/record.h"
#include "sql/database.h"

namespace zg::audit {

using namespace Qt::StringLiterals;

namespace {
constexpr qint64 sweepRows = 1'000;   // a write: some milliseconds, so that orders do not wait for it
constexpr char cursorMark[] = "op1:"; // kind and version: another list's cursor is no cursor here
constexpr auto base64 = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

constexpr sql::Statement removeOld{
    "operation.sweep",
    "DELETE FROM operations WHERE id IN (SELECT id FROM operations WHERE at < ? ORDER BY at LIMIT ?)"};

QByteArray cursorAfter(qint64 id)
{
    return QByteArray(cursorMark + QByteArray::number(id)).toBase64(base64);
}

/// The id below which the page lies; nothing: no bound.
Result<std::optional<qint64>> readCursor(const QByteArray& cursor)
{
    if (cursor.isEmpty())
        return std::optional<qint64>();
    const auto decoded = QByteArray::fromBase64Encoding(cursor, base64 | QByteArray::AbortOnBase64DecodingErrors);
    const QByteArray text = decoded ? *decoded : QByteArray();
    bool isNumber = false;
    const qint64 id = text.startsWith(cursorMark) ? text.mid(qstrlen(cursorMark)).toLongLong(&isNumber) : 0;
    if (!isNumber || id < 1)
        return Error::invalid(u"cursor"_s, u"not a cursor of this list"_s);
    return std::optional(id);
}

QString likePattern(QString text)
{
    text.replace(u'\\', u"\\\\"_s).replace(u'%', u"\\%"_s).replace(u'_', u"\\_"_s);
    return QString(u'%' + text + u'%');
}

/// Walks the ids downwards, from the newest or within a person's or a kind's; text is compared on the way.
Result<sql::Rows> queryPage(sql::Connection& connection, const OperationFilter& filter, std::optional<qint64> below,
                            int rows)
{
    QStringList conditions;
    QVariantList values;
    const auto add = [&](const QString& condition, const QVariant& value) {
        conditions.append(condition);
        values.append(value);
    };
    if (filter.by)
        add(u"o.user_id = ?"_s, filter.by->value);
    if (filter.kind)
        add(u"o.kind = ?"_s, QString::fromLatin1(name(*filter.kind)));
    if (below)
        add(u"o.id < ?"_s, *below);
    if (!filter.text.isEmpty()) {
        const QString like = connection.dialect() == sql::Dialect::PostgreSql ? u"ILIKE"_s : u"LIKE"_s;
        QStringList places;
        for (const QString& column :
             {u"o.subject"_s, u"o.changes"_s, u"o.origin"_s, u"u.username"_s, u"u.nickname"_s}) {
            places.append(column + u' ' + like + u" ? ESCAPE '\\'");
            values.append(likePattern(filter.text));
        }
        conditions.append(u'(' + places.join(u" OR "_s) + u')');
    }
    QString text = u"SELECT o.id, o.at, o.user_id, COALESCE(u.username, u.nickname), o.kind, o.subject, o.subject_id,"
                   " o.changes, o.origin FROM operations o LEFT JOIN users u ON u.id = o.user_id"_s;
    if (!conditions.isEmpty())
        text += u" WHERE "_s + conditions.join(u" AND "_s);
    values.append(rows);
    return connection.runText("operation.list", text + u" ORDER BY o.id DESC LIMIT ?", values);
}

Operation operationFrom(const sql::Rows& rows)
{
    Operation operation;
    operation.id = rows.integer(0);
    operation.at = rows.integer(1);
    operation.by = UserId(rows.optionalInteger(2).value_or(0));
    operation.byName = rows.text(3);
    operation.kind = operationKindNamed(rows.bytes(4)).value_or(OperationKind::Setting);
    operation.subject = rows.text(5);
    operation.subjectId = rows.integer(6);
    operation.changes = changesFromText(rows.bytes(7));
    operation.origin = rows.text(8);
    return operation;
}
} // namespace

Operations::Operations(sql::Database& database, const Clock& clock)
    : m_database(database)
    , m_clock(clock)
{
}

Task<Result<OperationPage>> Operations::list(OperationFilter filter, QByteArray cursor, int limit)
{
    if (limit < 1 || limit > maxPage)
        co_return Result<OperationPage>(Error::invalid(u"limit"_s, u"limit is 1 to %1"_s.arg(maxPage)));
    const auto below = readCursor(cursor);
    if (!below)
        co_return Result<OperationPage>(below.error());
    auto work = [filter, bound = *below, limit](sql::Connection& connection) -> Result<OperationPage> {
        auto rows = queryPage(connection, filter, bound, limit + 1); // one more tells whether there is a next page
        if (!rows)
            return rows.error();
        OperationPage page;
        while (rows->next()) {
            if (page.items.size() == limit) {
                page.nextCursor = cursorAfter(page.items.last().id);
                break;
            }
            page.items.append(operationFrom(*rows));
        }
        return page;
    };
    auto page = co_await m_database.readHeavy(work);
    co_return page;
}

Task<Result<void>> Operations::add(Actor by, Operation operation)
{
    if (operation.at == 0)
        operation.at = m_clock.wallMs();
    auto work = [by, operation](sql::Connection& connection) -> Result<void> {
        return record(connection, by, operation);
    };
    auto done = co_await m_database.write(work);
    co_return done;
}

Result<qint64> Operations::sweep()
{
    const qint64 before = m_clock.wallMs() - std::chrono::milliseconds(keep).count();
    return m_database.writeNow([before](sql::Connection& connection) -> Result<qint64> {
        return connection.exec(removeOld, before, sweepRows);
    });
}

} // namespace zg::audit
