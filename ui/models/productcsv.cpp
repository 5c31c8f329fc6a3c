// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/productcsv.h"

#include "core/money.h"
#include "core/timestamp.h"
#include "shop/limits.h"
#include "ui/models/productmodel.h"

using namespace Qt::StringLiterals;

namespace zg::ui {

namespace {

constexpr qsizetype maxNameLength = 200; // the contract's

QString say(const char* text)
{
    return QCoreApplication::translate("ProductCsv", text);
}

/// A plain number as a spreadsheet leaves it: "105", "105.0", never "1e5" or "1,05".
std::optional<qint64> wholeNumber(QStringView text)
{
    qsizetype point = text.indexOf(u'.');
    if (point < 0)
        point = text.size();
    for (const QChar c : text.mid(point).mid(1))
        if (c != u'0')
            return std::nullopt;
    bool ok = false;
    const qint64 number = text.left(point).toLongLong(&ok);
    return ok && number >= 0 ? std::optional(number) : std::nullopt;
}

const QStringList knownColumns{u"id"_s,     u"name"_s,      u"category"_s,    u"price"_s, u"stock"_s,
                               u"status"_s, u"image_url"_s, u"description"_s, u"sales"_s, u"updated_at"_s};

} // namespace

ProductCsv::ProductCsv(const QList<shop::Category>& categories)
{
    for (const shop::Category& category : categories) {
        m_byName.insert(category.name, category.id);
        m_byId.insert(category.id, category.name);
    }
}

QStringList ProductCsv::header()
{
    return knownColumns;
}

QList<int> ProductCsv::numberColumns()
{
    return {0, 3, 4, 8};
}

QString ProductCsv::categoryName(std::optional<CategoryId> id) const
{
    return id ? m_byId.value(*id, u"#"_s % QString::number(id->value)) : QString();
}

QStringList ProductCsv::write(const shop::Product& product) const
{
    return {QString::number(product.id.value),
            product.name,
            categoryName(product.categoryId),
            yuanInput(product.priceFen),
            QString::number(product.stock),
            QString::fromLatin1(shop::name(product.status)),
            product.imageUrl,
            product.description,
            QString::number(product.sales),
            QString::fromLatin1(timestamp(product.updatedAt))};
}

Result<QList<ProductCsv::Wish>> ProductCsv::read(const QByteArray& bytes) const
{
    const auto records = csv::parse(bytes);
    if (!records)
        return records.error();
    if (records->isEmpty())
        return Error::invalid(u"csv"_s, say(QT_TRANSLATE_NOOP("ProductCsv", "the file is empty")));
    QStringList header;
    for (const QString& name : records->first().fields)
        header += name.trimmed().toLower();
    QStringList seen;
    for (const QString& name : std::as_const(header)) {
        if (!knownColumns.contains(name) || seen.contains(name))
            return Error::invalid(
                u"csv"_s,
                say(QT_TRANSLATE_NOOP("ProductCsv", "line 1: “%1” is no column, or there twice. Columns are: %2"))
                    .arg(name, knownColumns.join(u", "_s)));
        seen += name;
    }
    QList<Wish> wishes;
    QHash<ProductId, int> lines;
    for (qsizetype i = 1; i < records->size(); ++i) {
        Wish wish = readRecord(records->at(i), header);
        if (wish.problem.isEmpty() && wish.id.isSet()) {
            if (lines.contains(wish.id))
                wish.problem = say(QT_TRANSLATE_NOOP("ProductCsv", "product %1 is in line %2 already"))
                                   .arg(wish.id.value)
                                   .arg(lines.value(wish.id));
            else
                lines.insert(wish.id, wish.line);
        }
        wishes += wish;
    }
    return wishes;
}

ProductCsv::Wish ProductCsv::readRecord(const csv::Record& record, const QStringList& header) const
{
    Wish wish;
    wish.line = record.line;
    if (record.fields.size() != header.size()) {
        wish.problem = say(QT_TRANSLATE_NOOP("ProductCsv", "%1 fields where the first line has %2"))
                           .arg(record.fields.size())
                           .arg(header.size());
        return wish;
    }
    for (qsizetype i = 0; i < header.size() && wish.problem.isEmpty(); ++i)
        wish.problem = take(wish, header.at(i), record.fields.at(i));
    if (!wish.problem.isEmpty() || wish.id.isSet())
        return wish;
    if (!wish.name)
        wish.problem = say(QT_TRANSLATE_NOOP("ProductCsv", "a new product needs a name"));
    else if (!wish.priceFen)
        wish.problem = say(QT_TRANSLATE_NOOP("ProductCsv", "a new product needs a price"));
    return wish;
}

QString ProductCsv::take(Wish& wish, const QString& column, const QString& text) const
{
    const QString plain = text.trimmed();
    const auto wrong = [&](const char* what) { return say(what).arg(text); };
    if (column == u"id") {
        const auto id = plain.isEmpty() ? std::optional<qint64>(0) : wholeNumber(plain);
        if (!id || (!plain.isEmpty() && *id == 0))
            return wrong(QT_TRANSLATE_NOOP("ProductCsv", "“%1” is no product number"));
        wish.id = ProductId(*id);
    } else if (column == u"name") {
        const QString name = csv::unguard(text);
        if (name.trimmed().isEmpty())
            return say(QT_TRANSLATE_NOOP("ProductCsv", "the name is missing"));
        if (name.size() > maxNameLength)
            return wrong(QT_TRANSLATE_NOOP("ProductCsv", "“%1”: a name has 1 to 200 characters"));
        wish.name = name;
    } else if (column == u"category") {
        const QString name = csv::unguard(text).trimmed();
        const auto number = name.startsWith(u'#') ? wholeNumber(QStringView(name).mid(1)) : std::nullopt;
        if (number) { // what write() says for a category this desk has no name for
            wish.categoryId = CategoryId(*number);
            return {};
        }
        if (!name.isEmpty() && !m_byName.contains(name))
            return wrong(QT_TRANSLATE_NOOP("ProductCsv", "there is no category “%1”"));
        wish.categoryId = name.isEmpty() ? std::optional<CategoryId>() : m_byName.value(name);
    } else if (column == u"price") {
        wish.priceFen = parseYuan(plain);
        if (!wish.priceFen || *wish.priceFen < 0 || *wish.priceFen > shop::maxPriceFen)
            return wrong(QT_TRANSLATE_NOOP("ProductCsv", "“%1” is no price in yuan"));
    } else if (column == u"stock") {
        if (plain.isEmpty())
            return {};
        wish.stock = wholeNumber(plain);
        if (!wish.stock)
            return wrong(QT_TRANSLATE_NOOP("ProductCsv", "“%1” is no stock: a whole number, 0 or more"));
    } else if (column == u"status") {
        if (plain.isEmpty())
            return {};
        wish.status = shop::productStatus(plain.toLatin1());
        if (!wish.status)
            return wrong(QT_TRANSLATE_NOOP("ProductCsv", "“%1” is no status: on_sale or off_shelf"));
    } else if (column == u"image_url") {
        wish.imageUrl = csv::unguard(text);
    } else if (column == u"description") {
        wish.description = csv::unguard(text);
    }
    return {}; // sales and updated_at are there for reading
}

void ImportRow::compareWith(const shop::Product& now, const ProductCsv& csv)
{
    before = now;
    shop::Product after = now;
    if (wantsName())
        after.name = wish.name->trimmed();
    if (wish.priceFen)
        after.priceFen = *wish.priceFen;
    changes.clear();
    if (after.priceFen != now.priceFen)
        changes +=
            say(QT_TRANSLATE_NOOP("ProductCsv", "price %1 → %2")).arg(yuanText(now.priceFen), yuanText(after.priceFen));
    if (stockDelta() != 0)
        changes += say(QT_TRANSLATE_NOOP("ProductCsv", "stock %1")).arg(stockChangeText(stockDelta(), now.stock));
    if (after.name != now.name)
        changes += say(QT_TRANSLATE_NOOP("ProductCsv", "name %1 → %2")).arg(now.name, after.name);
    if (wish.categoryId && *wish.categoryId != now.categoryId)
        changes += say(QT_TRANSLATE_NOOP("ProductCsv", "category %1 → %2"))
                       .arg(csv.categoryName(now.categoryId), csv.categoryName(*wish.categoryId));
    if (wish.status && *wish.status != now.status)
        changes += statusText(*wish.status);
    if (wish.imageUrl && *wish.imageUrl != now.imageUrl)
        changes += say(QT_TRANSLATE_NOOP("ProductCsv", "another picture"));
    if (wish.description && *wish.description != now.description)
        changes += say(QT_TRANSLATE_NOOP("ProductCsv", "another description"));
    kind = changes.isEmpty() ? Kind::Same : Kind::Change;
}

void ImportRow::takeAsNew(const ProductCsv& csv)
{
    kind = Kind::New;
    changes = {yuanText(wish.priceFen.value_or(0))};
    if (wish.categoryId && *wish.categoryId)
        changes += csv.categoryName(*wish.categoryId);
    changes += say(QT_TRANSLATE_NOOP("ProductCsv", "stock %1")).arg(wish.stock.value_or(0));
    changes += statusText(wish.status.value_or(shop::ProductStatus::OffShelf));
}

bool ImportRow::needsPatch() const
{
    const shop::ProductPatch p = patch();
    return p.name || p.categoryId || p.priceFen || p.status || p.imageUrl || p.description;
}

shop::ProductPatch ImportRow::patch() const
{
    shop::ProductPatch patch;
    patch.version = before.version;
    if (wantsName())
        patch.name = wish.name->trimmed();
    if (wish.categoryId && *wish.categoryId != before.categoryId)
        patch.categoryId = wish.categoryId;
    if (wish.priceFen && *wish.priceFen != before.priceFen)
        patch.priceFen = wish.priceFen;
    if (wish.status && *wish.status != before.status)
        patch.status = wish.status;
    if (wish.imageUrl && *wish.imageUrl != before.imageUrl)
        patch.imageUrl = wish.imageUrl;
    if (wish.description && *wish.description != before.description)
        patch.description = wish.description;
    return patch;
}

shop::ProductDraft ImportRow::draft() const
{
    shop::ProductDraft draft;
    draft.name = wish.name.value_or(QString()).trimmed();
    draft.categoryId = wish.categoryId.value_or(std::nullopt);
    draft.priceFen = wish.priceFen.value_or(0);
    draft.stock = wish.stock.value_or(0);
    draft.status = wish.status.value_or(shop::ProductStatus::OffShelf);
    draft.imageUrl = wish.imageUrl.value_or(QString());
    draft.description = wish.description.value_or(QString());
    return draft;
}

} // namespace zg::ui
