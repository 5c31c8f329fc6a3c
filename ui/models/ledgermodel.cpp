// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/ledgermodel.h"

#include "core/money.h"
#include "ui/format.h"
#include "ui/models/productmodel.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace zg::ui {

using shop::ProductEvent;

namespace {

/// This year's without the year: the column is narrow, the tool tip says all.
QString shortTime(const QVariant& raw)
{
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(raw.toLongLong());
    const bool isThisYear = at.date().year() == QDate::currentDate().year();
    return at.toString(isThisYear ? u"MM-dd HH:mm"_s : u"yyyy-MM-dd"_s);
}

QString signedText(const QVariant& raw)
{
    if (!raw.isValid())
        return {};
    const qint64 delta = raw.toLongLong();
    return (delta > 0 ? u"+"_s : QString()) + countText(delta);
}

QString stockText(const QVariant& raw)
{
    return raw.isValid() ? countAsText(raw) : QString();
}

QVariant byOf(const ProductEvent& event)
{
    if (!event.byName.isEmpty())
        return event.byName;
    return event.by ? QVariant(QString(u"#"_s % QString::number(event.by->value))) : QVariant();
}

/// "Adjusted: counted at the desk", "Ordered: order 17", "Price ¥ 12.00 → ¥ 9.90; Name …"
QVariant whyOf(const ProductEvent& event)
{
    if (!event.stock) {
        QStringList changes;
        for (const auto& change : event.edits)
            changes += changeText(change);
        return changes.join(u"; "_s);
    }
    QString note = event.stock->note;
    if (note.isEmpty() && event.stock->orderId)
        note = QCoreApplication::translate("LedgerModel", "order %1").arg(event.stock->orderId->value);
    const QString cause = causeText(event.stock->cause);
    return note.isEmpty() ? cause : QString(cause % u": "_s % note);
}

QVariant deltaOf(const ProductEvent& event)
{
    return event.stock ? QVariant(event.stock->delta) : QVariant();
}

QVariant afterOf(const ProductEvent& event)
{
    return event.stock ? QVariant(event.stock->stockAfter) : QVariant();
}

QString fieldText(const QString& field)
{
    static constexpr std::pair<QLatin1StringView, const char*> names[] = {
        {"name"_L1, QT_TRANSLATE_NOOP("LedgerModel", "Name")},
        {"category"_L1, QT_TRANSLATE_NOOP("LedgerModel", "Category")},
        {"price"_L1, QT_TRANSLATE_NOOP("LedgerModel", "Price")},
        {"status"_L1, QT_TRANSLATE_NOOP("LedgerModel", "Status")},
        {"image_url"_L1, QT_TRANSLATE_NOOP("LedgerModel", "Picture")},
        {"description"_L1, QT_TRANSLATE_NOOP("LedgerModel", "Description")},
    };
    for (const auto& [name, text] : names) {
        if (field == name)
            return QCoreApplication::translate("LedgerModel", text);
    }
    return field;
}

/// A field's value as people say it.
QString valueText(const QString& field, const QString& value)
{
    if (field == "price"_L1)
        return yuanText(value.toLongLong());
    if (field == "status"_L1 && value == "deleted"_L1)
        return QCoreApplication::translate("LedgerModel", "deleted");
    if (field == "status"_L1) {
        const auto status = shop::productStatus(value.toUtf8());
        return status ? statusText(*status) : value;
    }
    return value.isEmpty() ? QCoreApplication::translate("LedgerModel", "none") : value;
}

const Column<ProductEvent> ledgerColumns[] = {
    {QT_TRANSLATE_NOOP("LedgerModel", "When"), Qt::AlignLeft, [](const ProductEvent& e) { return QVariant(e.at); },
     shortTime, [](const ProductEvent& e) { return QString(localTimeText(e.at) % u'\n' % utcTimeText(e.at)); }},
    {QT_TRANSLATE_NOOP("LedgerModel", "Change"), Qt::AlignRight, deltaOf, signedText},
    {QT_TRANSLATE_NOOP("LedgerModel", "Stock"), Qt::AlignRight, afterOf, stockText},
    {QT_TRANSLATE_NOOP("LedgerModel", "Why"), Qt::AlignLeft, whyOf, plainText,
     [](const ProductEvent& e) { return whyOf(e).toString(); }},
    {QT_TRANSLATE_NOOP("LedgerModel", "By"), Qt::AlignLeft, byOf, plainText},
};

} // namespace

QString causeText(shop::LedgerCause cause)
{
    switch (cause) {
    case shop::LedgerCause::Initial:
        return QCoreApplication::translate("LedgerModel", "First stock");
    case shop::LedgerCause::Order:
        return QCoreApplication::translate("LedgerModel", "Ordered");
    case shop::LedgerCause::Cancel:
        return QCoreApplication::translate("LedgerModel", "Cancelled");
    case shop::LedgerCause::Expire:
        return QCoreApplication::translate("LedgerModel", "Not paid in time");
    case shop::LedgerCause::Refund:
        return QCoreApplication::translate("LedgerModel", "Refunded");
    case shop::LedgerCause::Adjust:
        return QCoreApplication::translate("LedgerModel", "Adjusted");
    }
    return {};
}

QString changeText(const shop::FieldChange& change)
{
    const QString field = fieldText(change.field);
    if (change.field == "description"_L1 || change.field == "image_url"_L1)
        return field; // too long for a line; that it changed is what is looked for
    return field % u' ' % valueText(change.field, change.before) % u" → "_s % valueText(change.field, change.after);
}

LedgerModel::LedgerModel(QObject* parent)
    : TableModel(ledgerColumns, "LedgerModel", parent)
{
}

QVariant LedgerModel::data(const QModelIndex& index, int role) const
{
    // Nobody's name: the program did it.
    if (role == Qt::DisplayRole && index.column() == ByColumn && !byOf(row(index.row())).isValid())
        return tr("the store");
    return TableModel::data(index, role);
}

} // namespace zg::ui
