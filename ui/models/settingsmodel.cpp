// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/settingsmodel.h"

#include "ui/models/settingtexts.h"

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

QString valueText(const QVariant& raw)
{
    return raw.toString().isEmpty() ? u"–"_s : settingValueText(raw.toString());
}

/// "20 → 40" where a restart makes another one of it.
QString nowAndNext(const SettingInfo& info)
{
    return info.next ? QString(valueText(info.value) + u" → "_s + valueText(*info.next)) : valueText(info.value);
}

QString valueTip(const SettingInfo& info)
{
    return info.next ? QString(nowAndNext(info) + u'\n' +
                               QCoreApplication::translate("SettingsModel", "The new value counts after a restart."))
                     : info.value;
}

QString sourceText(const QVariant& raw)
{
    return settingSourceText(SettingSource(raw.toInt()));
}

QString restartText(const QVariant& raw)
{
    return raw.toBool() ? QCoreApplication::translate("SettingsModel", "After a restart")
                        : QCoreApplication::translate("SettingsModel", "At once");
}

QString rangeOf(const SettingInfo& info)
{
    // Bounds that carry their units need no third one.
    const bool saysUnit = info.unit.isEmpty() || info.unit == u"s"_s || info.unit == u"ms"_s || info.unit == u"bytes"_s;
    const QString range = settingValueText(settingWord(info.range));
    return saysUnit ? range : QString(range + u' ' + settingWord(info.unit));
}

const Column<SettingInfo> columns[] = {
    {QT_TRANSLATE_NOOP("SettingsModel", "Setting"), Qt::AlignLeft, [](const SettingInfo& s) { return QVariant(s.key); },
     plainText},
    {QT_TRANSLATE_NOOP("SettingsModel", "Value"), Qt::AlignLeft, [](const SettingInfo& s) { return QVariant(s.value); },
     valueText, valueTip},
    {QT_TRANSLATE_NOOP("SettingsModel", "Comes from"), Qt::AlignLeft,
     [](const SettingInfo& s) { return QVariant(int(s.source)); }, sourceText},
    {QT_TRANSLATE_NOOP("SettingsModel", "Meaning"), Qt::AlignLeft,
     [](const SettingInfo& s) { return QVariant(settingMeaning(s)); }, plainText,
     [](const SettingInfo& s) { return settingMeaning(s); }},
    {QT_TRANSLATE_NOOP("SettingsModel", "Takes"), Qt::AlignLeft,
     [](const SettingInfo& s) { return QVariant(rangeOf(s)); }, plainText,
     [](const SettingInfo& s) { return rangeOf(s); }},
    {QT_TRANSLATE_NOOP("SettingsModel", "A change works"), Qt::AlignLeft,
     [](const SettingInfo& s) { return QVariant(s.needsRestart); }, restartText},
};

} // namespace

SettingsModel::SettingsModel(QObject* parent)
    : TableModel(columns, "SettingsModel", parent)
{
}

QVariant SettingsModel::data(const QModelIndex& index, int role) const
{
    if (role == Qt::FontRole && index.isValid() && index.column() == Value &&
        row(index.row()).source != SettingSource::Default) {
        QFont font;
        font.setWeight(QFont::DemiBold); // what somebody set stands out
        return font;
    }
    if (role == Qt::DisplayRole && index.isValid() && index.column() == Value)
        return nowAndNext(row(index.row()));
    return TableModel::data(index, role);
}

int SettingsModel::waiting() const
{
    return int(std::ranges::count_if(rows(), [](const SettingInfo& info) { return info.next.has_value(); }));
}

void SettingsFilter::setText(const QString& text)
{
    m_words = text.split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

bool SettingsFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    QString all = sourceModel()->index(row, SettingsModel::Value, parent).data(RawRole).toString() + u'\n';
    for (int column = 0; column < sourceModel()->columnCount(parent); ++column)
        all += sourceModel()->index(row, column, parent).data().toString() + u'\n';
    for (const QString& word : m_words)
        if (!all.contains(word, Qt::CaseInsensitive))
            return false;
    return true;
}

} // namespace zg::ui
