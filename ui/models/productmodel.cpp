// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/productmodel.h"

#include "core/money.h"
#include "ui/format.h"
#include "ui/shell/theme.h"

#include <QFont>

using namespace Qt::StringLiterals;

namespace zg::ui {

using shop::Product;

namespace {

QVariant categoryOf(const Product& p)
{
    return p.categoryId ? QVariant(p.categoryId->value) : QVariant();
}

QString statusAsText(const QVariant& raw)
{
    return statusText(shop::ProductStatus(raw.toInt()));
}

const Column<Product> productColumns[] = {
    {QT_TRANSLATE_NOOP("ProductModel", "No."), Qt::AlignRight, [](const Product& p) { return QVariant(p.id.value); },
     plainText},
    {QT_TRANSLATE_NOOP("ProductModel", "Name"), Qt::AlignLeft, [](const Product& p) { return QVariant(p.name); },
     plainText, [](const Product& p) { return p.name; }},
    {QT_TRANSLATE_NOOP("ProductModel", "Category"), Qt::AlignLeft, categoryOf, plainText},
    {QT_TRANSLATE_NOOP("ProductModel", "Price"), Qt::AlignRight, [](const Product& p) { return QVariant(p.priceFen); },
     fenAsYuan},
    {QT_TRANSLATE_NOOP("ProductModel", "Stock"), Qt::AlignRight, [](const Product& p) { return QVariant(p.stock); },
     countAsText},
    {QT_TRANSLATE_NOOP("ProductModel", "Sold"), Qt::AlignRight, [](const Product& p) { return QVariant(p.sales); },
     countAsText},
    {QT_TRANSLATE_NOOP("ProductModel", "Status"), Qt::AlignLeft,
     [](const Product& p) { return QVariant(int(p.status)); }, statusAsText},
    {QT_TRANSLATE_NOOP("ProductModel", "Changed"), Qt::AlignLeft,
     [](const Product& p) { return QVariant(p.updatedAt); }, timeAsLocal,
     [](const Product& p) { return utcTimeText(p.updatedAt); }},
};

} // namespace

QString statusText(shop::ProductStatus status)
{
    switch (status) {
    case shop::ProductStatus::OnSale:
        return QCoreApplication::translate("ProductModel", "On sale");
    case shop::ProductStatus::OffShelf:
        return QCoreApplication::translate("ProductModel", "Off the shelf");
    case shop::ProductStatus::Deleted:
        return QCoreApplication::translate("ProductModel", "Deleted");
    }
    return {};
}

std::optional<qint64> parseStock(QStringView typed, qint64 stock)
{
    QString text = typed.toString().remove(u',').remove(u' ').trimmed();
    const bool isChange = text.startsWith(u'+') || text.startsWith(u'-');
    bool ok = false;
    const qint64 number = text.toLongLong(&ok);
    // Above 10^15 a sum could leave what a spreadsheet holds exactly.
    if (!ok || qAbs(number) > 1'000'000'000'000'000)
        return std::nullopt;
    const qint64 delta = isChange ? number : number - stock;
    return stock + delta < 0 ? std::nullopt : std::optional(delta);
}

QString stockChangeText(qint64 delta, qint64 stock)
{
    const QString sign = delta > 0 ? u"+"_s : QString();
    return sign % countText(delta) % u" → "_s % countText(stock + delta);
}

QString yuanInput(qint64 fen)
{
    QString text = yuanText(fen);
    return text.remove(u"¥ "_s).remove(u',');
}

ProductModel::ProductModel(QObject* parent)
    : TableModel(productColumns, "ProductModel", parent)
{
}

void ProductModel::setCategories(const QList<shop::Category>& categories)
{
    m_categories = categories;
    m_categoryNames.clear();
    for (const shop::Category& category : categories)
        m_categoryNames.insert(category.id.value, category.name);
    if (rowCount() > 0)
        touchRows(0, rowCount() - 1);
}

void ProductModel::setSortMark(ColumnId column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_sortOrder = order;
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

QString ProductModel::categoryName(std::optional<CategoryId> id) const
{
    return id ? m_categoryNames.value(id->value, u"#"_s % QString::number(id->value)) : QString();
}

void ProductModel::keepDraft(ProductId id, ColumnId column, const QString& why)
{
    if (const auto it = m_drafts.find({id.value, column}); it != m_drafts.end()) {
        it->why = why;
        touch(id);
    }
}

void ProductModel::forgetDraft(ProductId id, ColumnId column)
{
    if (m_drafts.remove({id.value, column}) > 0)
        touch(id);
}

QString ProductModel::draft(ProductId id, ColumnId column) const
{
    return m_drafts.value({id.value, column}).text;
}

QSet<ProductId> ProductModel::drafted() const
{
    QSet<ProductId> ids;
    for (auto it = m_drafts.cbegin(); it != m_drafts.cend(); ++it)
        ids.insert(ProductId(it.key().first));
    return ids;
}

void ProductModel::setUnsaved(const QSet<ProductId>& ids)
{
    const QSet<ProductId> before = std::exchange(m_unsaved, ids);
    for (const ProductId id : before + ids)
        if (before.contains(id) != ids.contains(id))
            touch(id);
}

void ProductModel::touch(ProductId id)
{
    if (const int at = indexOf(id); at >= 0)
        touchRows(at, at);
}

Qt::ItemFlags ProductModel::flags(const QModelIndex& index) const
{
    const bool isTyped = index.column() == PriceColumn || index.column() == StockColumn;
    return TableModel::flags(index) | (isTyped ? Qt::ItemIsEditable : Qt::NoItemFlags);
}

QVariant ProductModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role == Qt::DisplayRole && orientation == Qt::Horizontal && section == m_sortColumn) {
        const QString arrow = m_sortOrder == Qt::AscendingOrder ? u"↑ "_s : u"↓ "_s;
        return QString(arrow % TableModel::headerData(section, orientation, role).toString());
    }
    if (role != Qt::ToolTipRole || orientation != Qt::Horizontal)
        return TableModel::headerData(section, orientation, role);
    switch (section) {
    case IdColumn:
        return tr("Sort: newest first");
    case PriceColumn:
        return tr("Sort by price. F2 or Enter on a price changes it");
    case StockColumn:
        return tr("F2 or Enter on a stock changes it: 105 is what was counted, +5 is what came in");
    case SalesColumn:
        return tr("Sort: best sellers first");
    default:
        return {};
    }
}

QVariant ProductModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Product& product = row(index.row());
    const int column = index.column();
    if (role == Qt::DisplayRole && column == CategoryColumn)
        return categoryName(product.categoryId);
    if (role == TintRole && column == StatusColumn)
        return int(product.status == shop::ProductStatus::OnSale ? Tint::Good : Tint::TextFaint);
    if (column == NameColumn && !m_unsaved.isEmpty() && m_unsaved.contains(product.id)) {
        if (role == TintRole)
            return int(Tint::Warning);
        if (role == Qt::ToolTipRole || role == Qt::AccessibleDescriptionRole)
            return tr("%1: changes that are not saved yet").arg(product.name);
    }
    if (column != PriceColumn && column != StockColumn)
        return TableModel::data(index, role);

    const auto draft = m_drafts.isEmpty() ? m_drafts.cend() : m_drafts.constFind({product.id.value, column});
    const bool hasDraft = draft != m_drafts.cend();
    if (role == Qt::EditRole || role == DraftRole) {
        if (hasDraft)
            return draft->text;
        return column == PriceColumn ? yuanInput(product.priceFen) : QString::number(product.stock);
    }
    if (hasDraft && role == Qt::DisplayRole) {
        const auto fen = column == PriceColumn ? parseYuan(draft->text) : std::nullopt;
        return QString((draft->why.isEmpty() ? u"… "_s : u"! "_s) % (fen ? yuanText(*fen) : draft->text));
    }
    if (hasDraft && role == Qt::ToolTipRole)
        return draft->why.isEmpty() ? tr("Being saved") : draft->why;
    if (hasDraft && role == Qt::FontRole) {
        QFont italic;
        italic.setItalic(true);
        return italic;
    }
    if (role == Qt::ToolTipRole && column == StockColumn && product.stock == 0)
        return tr("Sold out");
    return TableModel::data(index, role);
}

bool ProductModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::EditRole || !index.isValid())
        return false;
    const Product product = row(index.row());
    const QString text = value.toString().trimmed();
    const Cell cell{product.id.value, index.column()};
    if (index.column() == PriceColumn) {
        const auto fen = parseYuan(text);
        if (!fen || *fen < 0)
            return false;
        if (*fen == product.priceFen) {
            forgetDraft(product.id, PriceColumn);
            return true;
        }
        m_drafts.insert(cell, {text, {}});
        touch(product.id);
        Q_EMIT priceTyped(product.id, *fen);
        return true;
    }
    if (index.column() != StockColumn)
        return false;
    const auto delta = parseStock(text, product.stock);
    if (!delta)
        return false;
    if (*delta == 0) {
        forgetDraft(product.id, StockColumn);
        return true;
    }
    m_drafts.insert(cell, {text, {}});
    touch(product.id);
    Q_EMIT stockTyped(product.id, *delta);
    return true;
}

} // namespace zg::ui
