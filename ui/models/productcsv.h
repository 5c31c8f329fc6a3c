// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "shop/values.h"
#include "ui/widgets/csv.h"

#include <QHash>

namespace zg::ui {

/// Products as rows of text. What is written reads back as the same products, so that an export can be imported
/// unchanged. Columns: id, name, category, price (yuan), stock, status, image_url, description, and, for reading only,
/// sales and updated_at.
class ProductCsv final
{
public:
    explicit ProductCsv(const QList<shop::Category>& categories);
    static QStringList header();
    static QList<int> numberColumns();
    QStringList write(const shop::Product& product) const;

    /// One line of a file: what it wants a product to be. A column that the file has not stays as it is.
    struct Wish
    {
        int line = 0;
        ProductId id; ///< none: a new product
        std::optional<QString> name;
        std::optional<std::optional<CategoryId>> categoryId;
        std::optional<qint64> priceFen;
        std::optional<qint64> stock;
        std::optional<shop::ProductStatus> status;
        std::optional<QString> imageUrl;
        std::optional<QString> description;
        QString problem; ///< why this line cannot be taken; empty when it can
    };
    /// @errors InvalidArgument: the file as a whole cannot be read (its message says where)
    Result<QList<Wish>> read(const QByteArray& bytes) const;

    QString categoryName(std::optional<CategoryId> id) const;

private:
    Wish readRecord(const csv::Record& record, const QStringList& header) const;
    QString take(Wish& wish, const QString& column, const QString& text) const;

    QHash<QString, CategoryId> m_byName;
    QHash<CategoryId, QString> m_byId;
};

/// What a line would do to the store: nothing, a change, a new product, or nothing because it is wrong.
struct ImportRow
{
    enum class Kind : quint8 { Unread, Same, Change, New, Wrong, Done, Failed };
    ProductCsv::Wish wish;
    Kind kind = Kind::Unread;
    shop::Product before;
    QStringList changes; ///< "Price ¥ 10.00 → ¥ 12.00"
    QString problem;
    bool operator==(const ImportRow& other) const
    {
        return wish.line == other.wish.line && kind == other.kind && changes == other.changes &&
               problem == other.problem;
    }

    /// Compares the wish with the product as it is now.
    void compareWith(const shop::Product& now, const ProductCsv& csv);
    void takeAsNew(const ProductCsv& csv);
    shop::ProductPatch patch() const;
    shop::ProductDraft draft() const;
    qint64 stockDelta() const { return wish.stock ? *wish.stock - before.stock : 0; }
    bool needsPatch() const;
    bool wantsName() const { return wish.name && wish.name->trimmed() != before.name.trimmed(); }
};

} // namespace zg::ui
