// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/bulkmodel.h"

#include "core/money.h"
#include "ui/format.h"
#include "ui/shell/theme.h"

using namespace Qt::StringLiterals;

namespace zg::ui {

using shop::Product;
using Kind = BulkChange::Kind;
using State = BulkRow::State;

namespace {

QVariant stateOf(const BulkRow& row)
{
    return int(row.state);
}

QString stateText(State state)
{
    switch (state) {
    case State::Change:
        return QCoreApplication::translate("BulkModel", "Changes");
    case State::Same:
        return QCoreApplication::translate("BulkModel", "Stays");
    case State::Wrong:
        return QCoreApplication::translate("BulkModel", "Cannot");
    case State::Done:
        return QCoreApplication::translate("BulkModel", "Done");
    case State::Failed:
        return QCoreApplication::translate("BulkModel", "Failed");
    }
    return {};
}

QString stateAsText(const QVariant& raw)
{
    return stateText(State(raw.toInt()));
}

QVariant nothing(const BulkRow&)
{
    return {};
}

const Column<BulkRow> bulkColumns[] = {
    {QT_TRANSLATE_NOOP("BulkModel", "Product"), Qt::AlignLeft, [](const BulkRow& r) { return QVariant(r.before.name); },
     plainText, [](const BulkRow& r) { return r.before.name; }},
    {QT_TRANSLATE_NOOP("BulkModel", "Now"), Qt::AlignRight, nothing, plainText},
    {QT_TRANSLATE_NOOP("BulkModel", "After"), Qt::AlignRight, nothing, plainText},
    {QT_TRANSLATE_NOOP("BulkModel", "What"), Qt::AlignLeft, stateOf, stateAsText,
     [](const BulkRow& r) { return r.problem; }},
};

} // namespace

BulkModel::BulkModel(QObject* parent)
    : TableModel(bulkColumns, "BulkModel", parent)
{
}

void BulkModel::setKind(Kind kind)
{
    m_kind = kind;
}

void BulkModel::setCategories(const QList<shop::Category>& categories)
{
    m_categories = categories;
}

int BulkModel::count(State state) const
{
    return int(std::ranges::count(rows(), state, &BulkRow::state));
}

QVariant BulkModel::fieldOf(const Product& product) const
{
    switch (m_kind) {
    case Kind::StockBy:
        return product.stock;
    case Kind::CategoryTo:
        return fieldText(product);
    case Kind::PriceTo:
    case Kind::PriceBy:
    case Kind::PriceByPercent:
        return product.priceFen;
    }
    return {};
}

QString BulkModel::fieldText(const Product& product) const
{
    switch (m_kind) {
    case Kind::StockBy:
        return countText(product.stock);
    case Kind::CategoryTo:
        for (const shop::Category& category : m_categories)
            if (category.id == product.categoryId)
                return category.name;
        return tr("none");
    case Kind::PriceTo:
    case Kind::PriceBy:
    case Kind::PriceByPercent:
        return yuanText(product.priceFen);
    }
    return {};
}

QVariant BulkModel::data(const QModelIndex& index, int role) const
{
    const BulkRow& line = row(index.row());
    const bool isField = index.column() == BeforeColumn || index.column() == AfterColumn;
    const Product& product = index.column() == BeforeColumn ? line.before : line.after;
    const bool isWrong = line.state == State::Wrong; // there is no such product
    if (isField && role == Qt::DisplayRole)
        return index.column() == AfterColumn && isWrong ? u"–"_s : fieldText(product);
    if (isField && role == RawRole)
        return fieldOf(product);
    if (index.column() == StateColumn && role == Qt::DisplayRole && !line.problem.isEmpty())
        return QString(stateText(line.state) % u": "_s % line.problem);
    if (index.column() == StateColumn && role == TintRole) {
        switch (line.state) {
        case State::Wrong:
        case State::Failed:
            return int(Tint::Bad);
        case State::Change:
            return int(Tint::Accent);
        case State::Done:
            return int(Tint::Good);
        case State::Same:
            return int(Tint::TextFaint);
        }
    }
    return TableModel::data(index, role);
}

} // namespace zg::ui
