// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/values.h"
#include "ui/models/tablemodel.h"

#include <optional>

namespace zg::ui {

/// "On sale", "Off the shelf": as people say it.
QString statusText(shop::ProductStatus status);

/// What was typed into a stock field: "105" is what was counted, "+5" and "-5" are what came and went.
/// @return the change of stock; nothing when it is no number, or leaves less than nothing on the shelf
std::optional<qint64> parseStock(QStringView typed, qint64 stock);
/// "+5 → 105"
QString stockChangeText(qint64 delta, qint64 stock);
/// 1234 → "12.34", as a person types it and as CSV holds it.
QString yuanInput(qint64 fen);

/// Products, with price and stock to be typed in place. A typed value is shown at once, marked, until it is settled.
/// Thread: main.
class ProductModel final : public TableModel<shop::Product>
{
    Q_OBJECT

public:
    enum ColumnId {
        IdColumn,
        NameColumn,
        CategoryColumn,
        PriceColumn,
        StockColumn,
        SalesColumn,
        StatusColumn,
        UpdatedColumn
    };

    explicit ProductModel(QObject* parent = nullptr);
    void setCategories(const QList<shop::Category>& categories);
    const QList<shop::Category>& categories() const { return m_categories; }
    void setSortMark(ColumnId column, Qt::SortOrder order); ///< an arrow in the header's text
    QString categoryName(std::optional<CategoryId> id) const;

    /// A typed value: on its way to the store, then kept as a draft (refused) or forgotten (done).
    void keepDraft(ProductId id, ColumnId column, const QString& why);
    void forgetDraft(ProductId id, ColumnId column);
    QString draft(ProductId id, ColumnId column) const;
    QSet<ProductId> drafted() const;
    void setUnsaved(const QSet<ProductId>& ids); ///< changed elsewhere and not saved: a dot before the name

    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void priceTyped(zg::ProductId id, qint64 fen);
    void stockTyped(zg::ProductId id, qint64 delta);

private:
    struct Draft
    {
        QString text;
        QString why; ///< empty while it is on its way
    };
    using Cell = std::pair<qint64, int>;
    void touch(ProductId id);

    QList<shop::Category> m_categories;
    QHash<qint64, QString> m_categoryNames;
    QHash<Cell, Draft> m_drafts;
    QSet<ProductId> m_unsaved;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::DescendingOrder;
};

} // namespace zg::ui
