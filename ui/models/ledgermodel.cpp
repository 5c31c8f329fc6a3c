// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/ledgermodel.h"

#include "ui/format.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace zg::ui {

using shop::LedgerEntry;

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
    const qint64 delta = raw.toLongLong();
    return (delta > 0 ? u"+"_s : QString()) + countText(delta);
}

QVariant byOf(const LedgerEntry& entry)
{
    if (!entry.byName.isEmpty())
        return entry.byName;
    return entry.by ? QVariant(QString(u"#"_s % QString::number(entry.by->value))) : QVariant();
}

/// "Adjusted: counted at the desk", "Ordered: order 17"
QVariant whyOf(const LedgerEntry& entry)
{
    QString note = entry.note;
    if (note.isEmpty() && entry.orderId)
        note = QCoreApplication::translate("LedgerModel", "order %1").arg(entry.orderId->value);
    const QString cause = causeText(entry.cause);
    return note.isEmpty() ? cause : QString(cause % u": "_s % note);
}

const Column<LedgerEntry> ledgerColumns[] = {
    {QT_TRANSLATE_NOOP("LedgerModel", "When"), Qt::AlignLeft,
     [](const LedgerEntry& e) { return QVariant(e.createdAt); }, shortTime,
     [](const LedgerEntry& e) { return QString(localTimeText(e.createdAt) % u'\n' % utcTimeText(e.createdAt)); }},
    {QT_TRANSLATE_NOOP("LedgerModel", "Change"), Qt::AlignRight, [](const LedgerEntry& e) { return QVariant(e.delta); },
     signedText},
    {QT_TRANSLATE_NOOP("LedgerModel", "Stock"), Qt::AlignRight,
     [](const LedgerEntry& e) { return QVariant(e.stockAfter); }, countAsText},
    {QT_TRANSLATE_NOOP("LedgerModel", "Why"), Qt::AlignLeft, whyOf, plainText,
     [](const LedgerEntry& e) { return whyOf(e).toString(); }},
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
