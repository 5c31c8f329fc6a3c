// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/operationmodel.h"

#include "core/money.h"
#include "ui/format.h"
#include "ui/models/accountmodel.h"
#include "ui/models/ordermodel.h"
#include "ui/models/productmodel.h"

namespace zg::ui {

using namespace Qt::StringLiterals;
using node::Operation;
using node::OperationKind;

namespace {

QString fieldText(const QString& field)
{
    static constexpr std::pair<QLatin1StringView, const char*> names[] = {
        {"active"_L1, QT_TRANSLATE_NOOP("OperationModel", "Active")},
        {"amount"_L1, QT_TRANSLATE_NOOP("OperationModel", "Amount")},
        {"category"_L1, QT_TRANSLATE_NOOP("OperationModel", "Category")},
        {"description"_L1, QT_TRANSLATE_NOOP("OperationModel", "Description")},
        {"image_url"_L1, QT_TRANSLATE_NOOP("OperationModel", "Picture")},
        {"name"_L1, QT_TRANSLATE_NOOP("OperationModel", "Name")},
        {"nickname"_L1, QT_TRANSLATE_NOOP("OperationModel", "Nickname")},
        {"note"_L1, QT_TRANSLATE_NOOP("OperationModel", "Note")},
        {"password"_L1, QT_TRANSLATE_NOOP("OperationModel", "Password")},
        {"price"_L1, QT_TRANSLATE_NOOP("OperationModel", "Price")},
        {"refund_limit"_L1, QT_TRANSLATE_NOOP("OperationModel", "Refunds up to")},
        {"role"_L1, QT_TRANSLATE_NOOP("OperationModel", "Role")},
        {"sessions"_L1, QT_TRANSLATE_NOOP("OperationModel", "Sessions")},
        {"sort"_L1, QT_TRANSLATE_NOOP("OperationModel", "Place")},
        {"status"_L1, QT_TRANSLATE_NOOP("OperationModel", "Status")},
        {"stock"_L1, QT_TRANSLATE_NOOP("OperationModel", "Stock")},
        {"strategy"_L1, QT_TRANSLATE_NOOP("OperationModel", "Strategy")},
        {"tracking_no"_L1, QT_TRANSLATE_NOOP("OperationModel", "Tracking")},
        {"username"_L1, QT_TRANSLATE_NOOP("OperationModel", "Account")},
    };
    for (const auto& [name, text] : names) {
        if (field == name)
            return QCoreApplication::translate("OperationModel", text);
    }
    return field;
}

/// A field's value as people say it.
QString valueText(OperationKind kind, const QString& field, const QString& value)
{
    if (field == "price"_L1 || field == "amount"_L1 || field == "refund_limit"_L1)
        return yuanText(value.toLongLong());
    if (field == "role"_L1)
        return roleText(value);
    if (field == "active"_L1)
        return value == "yes"_L1 ? QCoreApplication::translate("OperationModel", "yes")
                                 : QCoreApplication::translate("OperationModel", "no");
    if (field == "password"_L1)
        return QCoreApplication::translate("OperationModel", "a new one");
    if (field == "status"_L1 && kind == OperationKind::Product) {
        const auto status = shop::productStatus(value.toUtf8());
        return status ? statusText(*status) : value;
    }
    if (field == "status"_L1) {
        const auto status = shop::orderStatus(value.toUtf8());
        return status ? statusText(*status) : value;
    }
    return value;
}

QString side(const Operation& operation, QString audit::Change::*which)
{
    QStringList parts;
    for (const audit::Change& change : operation.changes) {
        if ((change.*which).isEmpty())
            continue;
        const QString value = valueText(operation.kind, change.field, change.*which);
        parts += change.field == "value"_L1 ? value : QString(fieldText(change.field) + u' ' + value);
    }
    return parts.join(u"; "_s);
}

QVariant whoOf(const Operation& operation)
{
    if (!operation.byName.isEmpty())
        return operation.byName;
    return operation.by.isSet() ? QString(u"#"_s + QString::number(operation.by.value))
                                : QCoreApplication::translate("OperationModel", "the store");
}

QString kindAsText(const QVariant& raw)
{
    return operationText(OperationKind(raw.toInt()));
}

QString originAsText(const QVariant& raw)
{
    return originText(raw.toString());
}

QString timeToSecond(const QVariant& raw)
{
    return localTimeText(raw.toLongLong());
}

const Column<Operation> columns[] = {
    {QT_TRANSLATE_NOOP("OperationModel", "When"), Qt::AlignLeft, [](const Operation& o) { return QVariant(o.at); },
     timeToSecond, [](const Operation& o) { return utcTimeText(o.at); }},
    {QT_TRANSLATE_NOOP("OperationModel", "Who"), Qt::AlignLeft, whoOf, plainText},
    {QT_TRANSLATE_NOOP("OperationModel", "What"), Qt::AlignLeft,
     [](const Operation& o) { return QVariant(int(o.kind)); }, kindAsText},
    {QT_TRANSLATE_NOOP("OperationModel", "On"), Qt::AlignLeft, [](const Operation& o) { return QVariant(o.subject); },
     plainText, [](const Operation& o) { return o.subject; }},
    {QT_TRANSLATE_NOOP("OperationModel", "Before"), Qt::AlignLeft,
     [](const Operation& o) { return QVariant(beforeText(o)); }, plainText, beforeText},
    {QT_TRANSLATE_NOOP("OperationModel", "After"), Qt::AlignLeft,
     [](const Operation& o) { return QVariant(afterText(o)); }, plainText, afterText},
    {QT_TRANSLATE_NOOP("OperationModel", "From"), Qt::AlignLeft, [](const Operation& o) { return QVariant(o.origin); },
     originAsText},
};

} // namespace

QString operationText(OperationKind kind)
{
    switch (kind) {
    case OperationKind::Setting:
        return QCoreApplication::translate("OperationModel", "Setting");
    case OperationKind::Account:
        return QCoreApplication::translate("OperationModel", "Account");
    case OperationKind::Refund:
        return QCoreApplication::translate("OperationModel", "Refund");
    case OperationKind::Shipment:
        return QCoreApplication::translate("OperationModel", "Shipment");
    case OperationKind::Product:
        return QCoreApplication::translate("OperationModel", "Product");
    case OperationKind::Stock:
        return QCoreApplication::translate("OperationModel", "Stock");
    case OperationKind::Category:
        return QCoreApplication::translate("OperationModel", "Category");
    case OperationKind::Strategy:
        return QCoreApplication::translate("OperationModel", "Stock strategy");
    }
    return {};
}

QString beforeText(const Operation& operation)
{
    return side(operation, &audit::Change::before);
}

QString afterText(const Operation& operation)
{
    return side(operation, &audit::Change::after);
}

QString originText(const QString& origin)
{
    return origin == "console"_L1 ? QCoreApplication::translate("OperationModel", "Console") : origin;
}

OperationModel::OperationModel(QObject* parent)
    : TableModel(columns, "OperationModel", parent)
{
}

} // namespace zg::ui
