// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/hotkeymodel.h"

#include "ui/models/cachetexts.h"

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

using Row = telemetry::HotKeyFigures;

QString nameOf(const Row& row)
{
    return row.name.isEmpty() ? row.key : QString(row.key + u"  "_s + row.name);
}

QString familyText(const QVariant& raw)
{
    return CacheTexts::family(raw.toString());
}

QString shareText(const QVariant& raw)
{
    return QString::number(raw.toDouble() * 100, 'f', 1) + u'%';
}

const Column<Row> columns[] = {
    {QT_TRANSLATE_NOOP("HotKeyModel", "Key"), Qt::AlignLeft, [](const Row& r) { return QVariant(nameOf(r)); },
     plainText, nameOf},
    {QT_TRANSLATE_NOOP("HotKeyModel", "Family"), Qt::AlignLeft, [](const Row& r) { return QVariant(r.family); },
     familyText},
    {QT_TRANSLATE_NOOP("HotKeyModel", "Share of hits"), Qt::AlignRight, [](const Row& r) { return QVariant(r.share); },
     shareText,
     [](const Row&) {
         return QCoreApplication::translate("HotKeyModel",
                                            "At least so much of all hits of the last minutes, from one hit in 32");
     }},
};

} // namespace

HotKeyModel::HotKeyModel(QObject* parent)
    : TableModel(columns, "HotKeyModel", parent)
{
}

} // namespace zg::ui
