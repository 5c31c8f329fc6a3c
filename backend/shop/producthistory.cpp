// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/producthistory.h"

#include "audit/changetext.h"
#include "audit/record.h"
#include "shop/productquery.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace zg::shop {

namespace {
constexpr qint64 beyond = std::numeric_limits<qint64>::max();

const sql::Statement insertEdit{"product.insert_edit",
                                "INSERT INTO product_edits (product_id, user_id, at, changes) VALUES (?, ?, ?, ?)"};
const sql::Statement categoryName{"category.name", "SELECT name FROM categories WHERE id = ?"};

Result<QString> nameOf(sql::Connection& connection, const std::optional<CategoryId>& id)
{
    if (!id)
        return QString(u""_s);
    auto rows = connection.query(categoryName, id->value);
    if (!rows)
        return rows.error();
    return rows->next() ? rows->text(0) : QString::number(id->value);
}

QList<FieldChange> changesIn(const QString& text)
{
    QList<FieldChange> changes;
    for (const audit::Change& change : audit::changesFromText(text.toUtf8()))
        changes.append({change.field, change.before, change.after});
    return changes;
}

ProductEvent eventOf(const LedgerEntry& entry)
{
    ProductEvent event;
    event.id = entry.id;
    event.by = entry.by;
    event.byName = entry.byName;
    event.at = entry.createdAt;
    event.stock = entry;
    return event;
}

struct Edit
{
    qint64 id = 0;
    ProductEvent event;
};

Result<QList<Edit>> readEdits(sql::Connection& connection, ProductId id, qint64 beforeId, int limit)
{
    auto rows = editsPage(id, beforeId, limit).run(connection);
    if (!rows)
        return rows.error();
    QList<Edit> edits;
    while (rows->next()) {
        Edit edit;
        edit.id = rows->integer(0);
        edit.event.id = -edit.id;
        if (const auto user = rows->optionalInteger(1))
            edit.event.by = UserId(*user);
        edit.event.byName = rows->text(2);
        edit.event.at = rows->integer(3);
        edit.event.edits = changesIn(rows->text(4));
        edits.append(edit);
    }
    return edits;
}

Result<QList<LedgerEntry>> readLedger(sql::Connection& connection, ProductId id, qint64 beforeId, int limit)
{
    auto rows = ledgerPage(id, Position{id.value, beforeId}, limit, connection.dialect()).run(connection);
    if (!rows)
        return rows.error();
    QList<LedgerEntry> entries;
    while (rows->next())
        entries.append(ledgerFrom(*rows));
    return entries;
}
} // namespace

Result<void> recordEdit(sql::Connection& connection, const Product& before, const Product& after,
                        const audit::Actor& by, qint64 nowMs)
{
    audit::Operation edit;
    audit::note(edit.changes, "name", before.name, after.name);
    if (before.categoryId != after.categoryId) {
        const auto from = nameOf(connection, before.categoryId);
        const auto to = nameOf(connection, after.categoryId);
        if (!from || !to)
            return from ? to.error() : from.error();
        audit::note(edit.changes, "category", *from, *to);
    }
    audit::note(edit.changes, "price", QString::number(before.priceFen), QString::number(after.priceFen));
    audit::note(edit.changes, "status", QString::fromLatin1(name(before.status)),
                QString::fromLatin1(name(after.status)));
    audit::note(edit.changes, "image_url", before.imageUrl, after.imageUrl);
    audit::note(edit.changes, "description", before.description, after.description);
    if (edit.changes.isEmpty())
        return {};
    if (const auto done =
            connection.exec(insertEdit, after.id.value, by.id.value, nowMs, audit::changesToText(edit.changes));
        !done)
        return done.error();
    edit.at = nowMs;
    edit.kind = audit::OperationKind::Product;
    edit.subject = before.name;
    edit.subjectId = after.id.value;
    return audit::record(connection, by, std::move(edit));
}

ListStatement editsPage(ProductId id, qint64 beforeId, int limit)
{
    ListStatement statement;
    statement.name = "product.edits";
    statement.text = u"SELECT e.id, e.user_id, COALESCE(u.username, u.nickname), e.at, e.changes FROM product_edits e "
                     "LEFT JOIN users u ON u.id = e.user_id "
                     "WHERE e.product_id = ? AND e.id < ? ORDER BY e.id DESC LIMIT ?"_s;
    statement.values << id.value << beforeId << limit + 1;
    return statement;
}

Result<Page<ProductEvent>> readHistory(sql::Connection& connection, ProductId id, const QByteArray& cursor, int limit)
{
    const auto after = readCursor(ListKind::History, cursor);
    if (!after)
        return after.error();
    if (auto product = readProduct(connection, id); !product)
        return product.error();
    Position last = after->value_or(Position{beyond, beyond}); // the ledger's and the edits' ids that were shown
    const auto entries = readLedger(connection, id, last.key, limit);
    if (!entries)
        return entries.error();
    const auto edits = readEdits(connection, id, last.id, limit);
    if (!edits)
        return edits.error();
    Page<ProductEvent> page;
    qsizetype entry = 0;
    qsizetype edit = 0;
    while (page.items.size() < limit && (entry < entries->size() || edit < edits->size())) {
        const bool isEdit = edit < edits->size() &&
                            (entry == entries->size() || edits->at(edit).event.at >= entries->at(entry).createdAt);
        if (isEdit) {
            page.items.append(edits->at(edit).event);
            last.id = edits->at(edit++).id;
        } else {
            page.items.append(eventOf(entries->at(entry)));
            last.key = entries->at(entry++).id;
        }
    }
    if (entry < entries->size() || edit < edits->size())
        page.nextCursor = writeCursor(ListKind::History, last);
    return page;
}

} // namespace zg::shop
