// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHeaderView>
#include <QStyledItemDelegate>

namespace zg::ui {

class Theme;

/// A cell's bar on a time axis that all rows share: from where to where in BarRole, coloured by TintRole. The cell's
/// text, where the bar begins, is for those who do not see it.
/// Thread: main.
class WaterfallDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit WaterfallDelegate(Theme& theme, QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    Theme& m_theme;
};

/// The heading over the bars: the axis' times instead of a title.
/// Thread: main.
class WaterfallHeader final : public QHeaderView
{
    Q_OBJECT

public:
    WaterfallHeader(Theme& theme, int section, QWidget* parent = nullptr);
    void setSpan(qint64 ns); ///< what the axis' end stands for

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;

private:
    Theme& m_theme;
    const int m_section;
    qint64 m_spanNs = 0;
};

/// Where on an axis of that length its lines are: round times, nought first, at most `atMost`.
QList<qint64> roundTimes(qint64 spanNs, int atMost);

} // namespace zg::ui
