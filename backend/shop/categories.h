// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audit/operation.h"
#include "core/result.h"
#include "core/task.h"
#include "shop/liststatement.h"
#include "shop/values.h"

namespace zg::sql {
class Database;
}

namespace zg::shop {

class Writer;

ListStatement categoryPage(); ///< all of them, by sort, then id

/// The shelves of the store.
/// Thread: any with an executor.
class Categories final
{
public:
    Categories(sql::Database& database, Writer& writer);
    Q_DISABLE_COPY_MOVE(Categories)

    /// By sort, then id.
    Task<Result<QList<Category>>> list(bool fromPrimary = false);
    /// Without `sort`: behind all others. @errors Duplicate on a taken name
    Task<Result<Category>> create(QString name, std::optional<qint64> sort, audit::Actor by);
    /// @errors NotFound, Duplicate
    Task<Result<Category>> update(CategoryId id, std::optional<QString> name, std::optional<qint64> sort,
                                  audit::Actor by);

private:
    sql::Database& m_database;
    Writer& m_writer;
};

} // namespace zg::shop
