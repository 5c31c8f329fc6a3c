// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace zg::ui {

class Theme;

/// A cell's text on a small rounded ground; value 0 (in RawRole) stays plain, as the ordinary case.
/// Thread: main.
class BadgeDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit BadgeDelegate(Theme& theme, QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    Theme& m_theme;
};

} // namespace zg::ui
