// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVariant>

namespace zg::ui {

/// What a cell holds for sorting, copying and charts, next to the text a person reads.
inline constexpr int RawRole = Qt::UserRole + 1;
/// The text an inline edit begins with; a draft that was kept, where there is one, else what stands.
inline constexpr int DraftRole = Qt::UserRole + 2;
/// The Tint (shell/theme.h) of the dot before a status; the text says the same.
inline constexpr int TintRole = Qt::UserRole + 3;

/// One column of a table, described once.
template <class Row>
struct Column
{
    const char* title; ///< QT_TRANSLATE_NOOP in the model's own context
    Qt::Alignment alignment;
    QVariant (*raw)(const Row&);
    QString (*text)(const QVariant& raw);
    QString (*tip)(const Row&) = nullptr; ///< the tool tip, where there is more to say
};

/// How raw values read.
QString plainText(const QVariant& raw);
QString countAsText(const QVariant& raw); ///< 1234 → "1,234"
QString fenAsYuan(const QVariant& raw);   ///< 1234 → "¥ 12.34"
QString timeAsLocal(const QVariant& raw); ///< milliseconds UTC → local time to the minute; empty for none

} // namespace zg::ui
