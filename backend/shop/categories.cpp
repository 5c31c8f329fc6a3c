// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/categories.h"

#include "audit/record.h"
#include "shop/concerns.h"
#include "shop/writer.h"

#include <limits>

namespace zg::shop {

namespace {
const sql::Statement findCategory{"category.find", "SELECT id, name, sort FROM categories WHERE id = ?"};
const sql::Statement findByName{"category.by_name", "SELECT id FROM categories WHERE name = ?"};
const sql::Statement lastSort{"category.last", "SELECT COALESCE(MAX(sort), 0) FROM categories"};
const sql::Statement insertCategory{"category.insert", "INSERT INTO categories (name, sort) VALUES (?, ?)"};
const sql::Statement updateCategory{"category.update", "UPDATE categories SET name = ?, sort = ? WHERE id = ?"};

Category categoryFrom(const sql::Rows& row)
{
    return {CategoryId(row.integer(0)), row.text(1), row.integer(2)};
}

Result<QList<Category>> readAll(sql::Connection& connection)
{
    auto rows = categoryPage().run(connection);
    if (!rows)
        return rows.error();
    QList<Category> list;
    while (rows->next())
        list.append(categoryFrom(*rows));
    return list;
}

/// Tells what the shelves are now.
Result<void> tell(sql::Connection& connection, ChangeCollector& changes)
{
    auto all = readAll(connection);
    if (!all)
        return all.error();
    changes.categories(std::move(*all));
    return {};
}

Result<void> checkFree(sql::Connection& connection, const QString& name, CategoryId owner)
{
    auto rows = connection.query(findByName, name);
    if (!rows)
        return rows.error();
    if (rows->next() && rows->integer(0) != owner.value)
        return Error(ErrorCode::Duplicate);
    return {};
}

Result<qint64> nextSort(sql::Connection& connection)
{
    auto rows = connection.query(lastSort);
    if (!rows)
        return rows.error();
    rows->next(); // an aggregate always gives a row
    return rows->integer(0) + 1;
}

/// What staff did to a category; `before` is empty for a new one.
Result<void> record(sql::Connection& connection, const audit::Actor& by, const Category& before, const Category& after,
                    qint64 nowMs)
{
    audit::Operation operation;
    operation.at = nowMs;
    operation.kind = audit::OperationKind::Category;
    operation.subject = after.name;
    operation.subjectId = after.id.value;
    const bool isNew = !before.id.isSet();
    audit::note(operation.changes, "name", before.name, after.name);
    audit::note(operation.changes, "sort", isNew ? QString() : QString::number(before.sort),
                QString::number(after.sort));
    return operation.changes.isEmpty() ? Result<void>() : audit::record(connection, by, std::move(operation));
}

Result<Category> create(sql::Connection& connection, ChangeCollector& changes, const QString& name,
                        std::optional<qint64> sort, const audit::Actor& by, qint64 nowMs)
{
    if (auto done = checkFree(connection, name, {}); !done)
        return done.error();
    if (!sort) {
        auto next = nextSort(connection);
        if (!next)
            return next.error();
        sort = *next;
    }
    if (const auto done = connection.exec(insertCategory, name, *sort); !done)
        return done.error();
    const Category category{CategoryId(connection.lastInsertId()), name, *sort};
    if (auto recorded = record(connection, by, {}, category, nowMs); !recorded)
        return recorded.error();
    if (auto told = tell(connection, changes); !told)
        return told.error();
    return category;
}

Result<Category> update(sql::Connection& connection, ChangeCollector& changes, CategoryId id,
                        const std::optional<QString>& name, std::optional<qint64> sort, const audit::Actor& by,
                        qint64 nowMs)
{
    Category category;
    {
        auto rows = connection.query(findCategory, id.value);
        if (!rows)
            return rows.error();
        if (!rows->next())
            return Error(ErrorCode::NotFound);
        category = categoryFrom(*rows);
    }
    const Category before = category;
    category.name = name.value_or(category.name);
    category.sort = sort.value_or(category.sort);
    if (auto done = checkFree(connection, category.name, id); !done)
        return done.error();
    if (const auto done = connection.exec(updateCategory, category.name, category.sort, id.value); !done)
        return done.error();
    if (auto recorded = record(connection, by, before, category, nowMs); !recorded)
        return recorded.error();
    if (auto told = tell(connection, changes); !told)
        return told.error();
    return category;
}
} // namespace

ListStatement categoryPage()
{
    ListStatement statement;
    statement.name = "category.list";
    statement.text = QStringLiteral("SELECT id, name, sort FROM categories WHERE sort >= ? ORDER BY sort, id");
    statement.values << std::numeric_limits<qint64>::min();
    return statement;
}

Categories::Categories(sql::Database& database, Writer& writer)
    : m_database(database)
    , m_writer(writer)
{
}

Task<Result<QList<Category>>> Categories::list(bool fromPrimary)
{
    auto work = [](sql::Connection& connection) { return readAll(connection); };
    if (fromPrimary) {
        auto categories = co_await m_database.read(work);
        co_return categories;
    }
    auto categories = co_await m_database.read(concernOfCategories(), work);
    co_return categories;
}

Task<Result<Category>> Categories::create(QString name, std::optional<qint64> sort, audit::Actor by)
{
    auto work = [&](sql::Connection& connection, ChangeCollector& changes) {
        return shop::create(connection, changes, name, sort, by, m_writer.clock().wallMs());
    };
    auto category = co_await m_writer.write(work);
    co_return category;
}

Task<Result<Category>> Categories::update(CategoryId id, std::optional<QString> name, std::optional<qint64> sort,
                                          audit::Actor by)
{
    auto work = [&](sql::Connection& connection, ChangeCollector& changes) {
        return shop::update(connection, changes, id, name, sort, by, m_writer.clock().wallMs());
    };
    auto category = co_await m_writer.write(work);
    co_return category;
}

} // namespace zg::shop
