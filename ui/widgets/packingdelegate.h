// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace zg::ui {

class Theme;

/// Paints an item on the packing table large enough to be read from two metres: pieces, name, number.
/// Thread: main.
class PackingDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit PackingDelegate(Theme& theme, QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    Theme& m_theme;
};

} // namespace zg::ui
