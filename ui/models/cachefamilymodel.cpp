// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/cachefamilymodel.h"

#include "ui/format.h"
#include "ui/models/cachetexts.h"

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

QString familyText(const QVariant& raw)
{
    return CacheTexts::family(raw.toString());
}

QString percentText(const QVariant& raw)
{
    return raw.isValid() ? QString(QString::number(raw.toDouble() * 100, 'f', 1) + u'%') : u"–"_s;
}

QString usText(const QVariant& raw)
{
    return latencyText(raw.toDouble());
}

QString savedText(const QVariant& raw)
{
    const qint64 us = raw.toLongLong();
    return us < 60'000'000 ? latencyText(double(us)) : CacheTexts::span(us / 1'000);
}

QString sizeText(const QVariant& raw)
{
    return bytesText(raw.toLongLong());
}

using Row = CacheFamilyRow;

const Column<Row> columns[] = {
    {QT_TRANSLATE_NOOP("CacheFamilyModel", "Family"), Qt::AlignLeft,
     [](const Row& r) { return QVariant(r.figures.family); }, familyText,
     [](const Row& r) { return r.figures.family; }},
    {QT_TRANSLATE_NOOP("CacheFamilyModel", "Hit rate"), Qt::AlignRight,
     [](const Row& r) {
         const qint64 all = r.figures.lookups();
         return all > 0 ? QVariant(double(r.figures.allHits()) / double(all)) : QVariant();
     },
     percentText,
     [](const Row&) {
         return QCoreApplication::translate("CacheFamilyModel", "Look-ups that memory answered, out of all");
     }},
    {QT_TRANSLATE_NOOP("CacheFamilyModel", "Hits"), Qt::AlignRight,
     [](const Row& r) { return QVariant(r.figures.hits); }, countAsText},
    {QT_TRANSLATE_NOOP("CacheFamilyModel", "Misses"), Qt::AlignRight,
     [](const Row& r) { return QVariant(r.figures.misses); }, countAsText},
    {QT_TRANSLATE_NOOP("CacheFamilyModel", "Stale"), Qt::AlignRight,
     [](const Row& r) { return QVariant(r.figures.staleHits); }, countAsText,
     [](const Row&) {
         return QCoreApplication::translate("CacheFamilyModel",
                                            "Answered with an old value, while a new one was loaded or could not be");
     }},
    {QT_TRANSLATE_NOOP("CacheFamilyModel", "Negative"), Qt::AlignRight,
     [](const Row& r) { return QVariant(r.figures.negativeHits); }, countAsText,
     [](const Row&) {
         return QCoreApplication::translate("CacheFamilyModel", "Answered that there is no such thing");
     }},
    {QT_TRANSLATE_NOOP("CacheFamilyModel", "Loads"), Qt::AlignRight,
     [](const Row& r) { return QVariant(r.figures.loads); }, countAsText},
    {QT_TRANSLATE_NOOP("CacheFamilyModel", "Mean load"), Qt::AlignRight,
     [](const Row& r) { return QVariant(r.meanLoadUs); }, usText,
     [](const Row&) {
         return QCoreApplication::translate("CacheFamilyModel", "How long a load took in the mean, since the start");
     }},
    {QT_TRANSLATE_NOOP("CacheFamilyModel", "Saved"), Qt::AlignRight, [](const Row& r) { return QVariant(r.savedUs); },
     savedText,
     [](const Row&) {
         return QCoreApplication::translate(
             "CacheFamilyModel", "Database time that the hits saved: each as long as a load took in the mean");
     }},
    {QT_TRANSLATE_NOOP("CacheFamilyModel", "Entries"), Qt::AlignRight,
     [](const Row& r) { return QVariant(r.figures.entries); }, countAsText},
    {QT_TRANSLATE_NOOP("CacheFamilyModel", "Memory"), Qt::AlignRight,
     [](const Row& r) { return QVariant(r.figures.bytes); }, sizeText},
    {QT_TRANSLATE_NOOP("CacheFamilyModel", "Evictions"), Qt::AlignRight,
     [](const Row& r) { return QVariant(r.figures.evictions); }, countAsText,
     [](const Row&) { return QCoreApplication::translate("CacheFamilyModel", "Entries that went to make room"); }},
};

} // namespace

CacheFamilyModel::CacheFamilyModel(QObject* parent)
    : TableModel(columns, "CacheFamilyModel", parent)
{
}

} // namespace zg::ui
