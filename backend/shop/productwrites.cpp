// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/productwrites.h"

#include "audit/record.h"
#include "shop/bulk.h"
#include "shop/grams.h"
#include "shop/idvalue.h"
#include "shop/producthistory.h"
#include "shop/productquery.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace zg::shop {

namespace {
constexpr qint64 maxStock = 1'000'000'000'000; // far above any store, far below what a JSON number holds exactly

const sql::Statement insertProduct{
    "product.insert", "INSERT INTO products (name, folded, category_id, price, stock, status, image_url, description, "
                      "created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
const sql::Statement saveProduct{
    "product.update",
    "UPDATE products SET name = ?, folded = ?, category_id = ?, price = ?, status = ?, image_url = ?, "
    "description = ?, version = ?, updated_at = ? WHERE id = ?"};
const sql::Statement saveCounters{"product.count",
                                  "UPDATE products SET stock = ?, sales = ?, version = ?, updated_at = ? WHERE id = ?"};
const sql::Statement insertLedger{
    "ledger.insert",
    "INSERT INTO stock_ledger (product_id, delta, stock_after, cause, order_id, user_id, note, created_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"};
const sql::Statement removeGram{"gram.delete", "DELETE FROM product_grams WHERE gram = ? AND product_id = ?"};
const sql::Statement findCategory{"category.exists", "SELECT 1 FROM categories WHERE id = ?"};

const BulkInsert& insertGrams()
{
    static const BulkInsert insert("gram.insert", u"INSERT INTO product_grams (gram, product_id) VALUES "_s,
                                   u"(?, ?)"_s, 2);
    return insert;
}

/// Replaces what the name was found by with what it is found by now; a null name has nothing.
Result<void> replaceGrams(sql::Connection& connection, ProductId id, const QString& oldName, const QString& newName)
{
    const auto before = grams(folded(oldName));
    const auto after = grams(folded(newName));
    const QSet<QString> stays(after.cbegin(), after.cend());
    const QSet<QString> had(before.cbegin(), before.cend());
    for (const auto& gram : before) {
        if (stays.contains(gram))
            continue;
        if (const auto done = connection.exec(removeGram, gram, id.value); !done)
            return done.error();
    }
    QVariantList values;
    for (const auto& gram : after) {
        if (!had.contains(gram))
            values << gram << id.value;
    }
    return insertGrams().run(connection, values);
}

/// What the product is found by, after it changed from `before` to `after`.
Result<void> replaceName(sql::Connection& connection, const Product& before, const Product& after)
{
    const bool isGone = after.status == ProductStatus::Deleted;
    if (!isGone && after.name == before.name)
        return {};
    return replaceGrams(connection, after.id, before.name, isGone ? QString() : after.name);
}

Result<void> addLedger(sql::Connection& connection, ProductId id, qint64 delta, qint64 stockAfter, LedgerCause cause,
                       std::optional<OrderId> order, std::optional<UserId> by, const QString& note, qint64 nowMs)
{
    const auto done = connection.exec(insertLedger, id.value, delta, stockAfter, int(cause), idOrNull(order),
                                      idOrNull(by), note, nowMs);
    if (!done)
        return done.error();
    return {};
}

Result<void> count(sql::Connection& connection, ChangeCollector& changes, const Product& product)
{
    const auto done = connection.exec(saveCounters, product.stock, product.sales, product.version, product.updatedAt,
                                      product.id.value);
    if (!done)
        return done.error();
    changes.counters({product.id, product.stock, product.sales, product.version, product.updatedAt});
    return {};
}

Result<void> save(sql::Connection& connection, ChangeCollector& changes, const Product& product)
{
    const auto done = connection.exec(saveProduct, product.name, folded(product.name), idOrNull(product.categoryId),
                                      product.priceFen, int(product.status), product.imageUrl, product.description,
                                      product.version, product.updatedAt, product.id.value);
    if (!done)
        return done.error();
    changes.product(product);
    return {};
}
} // namespace

Result<void> checkCategory(sql::Connection& connection, const std::optional<CategoryId>& id)
{
    if (!id)
        return {};
    auto rows = connection.query(findCategory, id->value);
    if (!rows)
        return rows.error();
    if (!rows->next())
        return Error::invalid(u"category_id"_s);
    return {};
}

Result<Product> readShownProduct(sql::Connection& connection, ProductId id)
{
    auto product = readProduct(connection, id);
    if (product && product->status == ProductStatus::Deleted)
        return Error(ErrorCode::NotFound);
    return product;
}

namespace {
/// Nobody else changes it until the transaction ends.
audit::Operation operationOn(const Product& product, audit::OperationKind kind, qint64 nowMs)
{
    audit::Operation operation;
    operation.at = nowMs;
    operation.kind = kind;
    operation.subject = product.name;
    operation.subjectId = product.id.value;
    return operation;
}

Result<Product> readShownToChange(sql::Connection& connection, ProductId id)
{
    auto product = readProductToChange(connection, id);
    if (product && product->status == ProductStatus::Deleted)
        return Error(ErrorCode::NotFound);
    return product;
}
} // namespace

Result<Product> createProduct(sql::Connection& connection, ChangeCollector& changes, const ProductDraft& draft,
                              const audit::Actor& by, qint64 nowMs)
{
    if (draft.stock < 0 || draft.stock > maxStock)
        return Error::invalid(u"stock"_s);
    if (auto done = checkCategory(connection, draft.categoryId); !done)
        return done.error();
    Product product;
    product.name = draft.name;
    product.categoryId = draft.categoryId;
    product.priceFen = draft.priceFen;
    product.stock = draft.stock;
    product.status = draft.status;
    product.imageUrl = draft.imageUrl;
    product.description = draft.description;
    product.createdAt = product.updatedAt = nowMs;
    const auto inserted = connection.exec(insertProduct, product.name, folded(product.name),
                                          idOrNull(product.categoryId), product.priceFen, product.stock,
                                          int(product.status), product.imageUrl, product.description, nowMs, nowMs);
    if (!inserted)
        return inserted.error();
    product.id = ProductId(connection.lastInsertId());
    if (auto done = replaceGrams(connection, product.id, {}, product.name); !done)
        return done.error();
    if (auto done =
            addLedger(connection, product.id, product.stock, product.stock, LedgerCause::Initial, {}, by.id, {}, nowMs);
        !done)
        return done.error();
    audit::Operation making = operationOn(product, audit::OperationKind::Product, nowMs);
    audit::note(making.changes, "status", {}, QString::fromLatin1(name(product.status)));
    audit::note(making.changes, "price", {}, QString::number(product.priceFen));
    audit::note(making.changes, "stock", {}, QString::number(product.stock));
    if (auto done = audit::record(connection, by, std::move(making)); !done)
        return done.error();
    changes.product(product);
    return product;
}

Result<Product> updateProduct(sql::Connection& connection, ChangeCollector& changes, ProductId id,
                              const ProductPatch& patch, const audit::Actor& by, qint64 nowMs)
{
    auto product = readShownToChange(connection, id);
    if (!product)
        return product;
    if (product->version != patch.version)
        return Error(ErrorCode::VersionConflict);
    if (patch.categoryId) {
        if (auto done = checkCategory(connection, *patch.categoryId); !done)
            return done.error();
    }
    const Product after = patched(*product, patch, nowMs);
    if (auto done = save(connection, changes, after); !done)
        return done.error();
    if (auto done = recordEdit(connection, *product, after, by, nowMs); !done)
        return done.error();
    if (auto done = replaceName(connection, *product, after); !done)
        return done.error();
    return after;
}

Product patched(Product product, const ProductPatch& patch, qint64 nowMs)
{
    product.name = patch.name.value_or(product.name);
    product.categoryId = patch.categoryId.value_or(product.categoryId);
    product.priceFen = patch.priceFen.value_or(product.priceFen);
    product.status = patch.status.value_or(product.status);
    product.imageUrl = patch.imageUrl.value_or(product.imageUrl);
    product.description = patch.description.value_or(product.description);
    product.version += 1;
    product.updatedAt = nowMs;
    return product;
}

Result<Product> applyAnswered(sql::Connection& connection, ChangeCollector& changes, ProductId id,
                              const std::vector<AnsweredEdit>& edits, qint64 version)
{
    const auto before = readShownToChange(connection, id);
    if (!before)
        return before;
    Product after = *before;
    for (const auto& edit : edits) {
        const Product next = patched(after, edit.patch, std::max(edit.at, after.updatedAt));
        if (auto done = recordEdit(connection, after, next, edit.by, edit.at); !done)
            return done.error();
        after = next;
    }
    after.version = std::max(after.version, version);
    if (auto done = save(connection, changes, after); !done)
        return done.error();
    if (auto done = replaceName(connection, *before, after); !done)
        return done.error();
    return after;
}

Result<Product> removeProduct(sql::Connection& connection, ChangeCollector& changes, ProductId id,
                              const audit::Actor& by, qint64 nowMs)
{
    auto product = readShownToChange(connection, id);
    if (!product)
        return product;
    ProductPatch patch;
    patch.version = product->version;
    patch.status = ProductStatus::Deleted;
    return updateProduct(connection, changes, id, patch, by, nowMs);
}

Result<Product> adjustProductStock(sql::Connection& connection, ChangeCollector& changes, ProductId id, qint64 delta,
                                   const QString& note, const audit::Actor& by, qint64 nowMs)
{
    auto product = readShownToChange(connection, id);
    if (!product)
        return product;
    if (delta < -maxStock || delta > maxStock || product->stock + delta > maxStock)
        return Error::invalid(u"delta"_s);
    if (product->stock + delta < 0)
        return Error::ofProduct(ErrorCode::OutOfStock, id.value);
    product->stock += delta;
    product->version += 1;
    product->updatedAt = nowMs;
    if (auto done = count(connection, changes, *product); !done)
        return done.error();
    if (auto done = addLedger(connection, id, delta, product->stock, LedgerCause::Adjust, {}, by.id, note, nowMs);
        !done)
        return done.error();
    audit::Operation adjusting = operationOn(*product, audit::OperationKind::Stock, nowMs);
    audit::note(adjusting.changes, "stock", QString::number(product->stock - delta), QString::number(product->stock));
    audit::note(adjusting.changes, "note", {}, note);
    if (auto done = audit::record(connection, by, std::move(adjusting)); !done)
        return done.error();
    return product;
}

Result<void> returnToShelf(sql::Connection& connection, ChangeCollector& changes, const OrderItem& item, OrderId order,
                           LedgerCause cause, std::optional<UserId> by, qint64 nowMs)
{
    auto product = readProductToChange(connection, item.productId);
    if (!product)
        return Error(ErrorCode::Internal,
                     u"order %1 has product %2, which is not there"_s.arg(order.value).arg(item.productId.value));
    product->stock += item.quantity;
    product->sales -= item.quantity;
    product->version += 1;
    product->updatedAt = nowMs;
    if (auto done = count(connection, changes, *product); !done)
        return done;
    return addLedger(connection, item.productId, item.quantity, product->stock, cause, order, by, {}, nowMs);
}

} // namespace zg::shop
