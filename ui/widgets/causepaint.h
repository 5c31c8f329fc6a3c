// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/snapshot.h"

#include <QStyledItemDelegate>

class QPainter;

namespace zg::ui {

class Theme;

/// Fills with the cause's colour and hatching: two causes differ in one of them at least.
void fillWithCause(QPainter& painter, const QRectF& area, telemetry::MissCause cause, const Theme& theme);

/// A sample of the cause (RawRole) before its name.
/// Thread: main.
class CauseDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit CauseDelegate(Theme& theme, QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    Theme& m_theme;
};

} // namespace zg::ui
