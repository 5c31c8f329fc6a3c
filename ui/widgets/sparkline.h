// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace zg::ui {

class Theme;

/// A cell's small chart: the list of numbers in TrendRole as a line from nought to its own highest, the newest at the
/// right. The cell's text, its highest value, is for those who do not see it.
/// Thread: main.
class SparklineDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    /// @param places how many numbers the whole width has room for
    SparklineDelegate(Theme& theme, int places, QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    Theme& m_theme;
    const int m_places;
};

} // namespace zg::ui
