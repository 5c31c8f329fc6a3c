// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/databasefigures.h"

#include <QWidget>

namespace zg::ui {

class Theme;

/// Every connection to the database as a cell: what it does and since when, by a mark, a word and a colour. The arrow
/// keys walk; the tool tip of a cell says all of it.
/// Thread: main.
class PoolCells final : public QWidget
{
    Q_OBJECT

public:
    explicit PoolCells(Theme& theme, QWidget* parent = nullptr);
    void show(const QList<telemetry::ConnectionFigures>& connections);
    using QWidget::show;
    int count() const { return int(m_connections.size()); }
    int current() const { return m_current; }
    QString stateText(int cell) const;  ///< "In use 1.2 s"
    QString detailText(int cell) const; ///< all that is known, a line each
    QRect cellRect(int cell) const;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void currentChanged(int cell);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    void layOut(int width);
    void setCurrent(int cell);
    int cellAt(QPoint point) const;
    QString nameOf(const telemetry::ConnectionFigures& connection) const;
    void paintCell(QPainter& painter, int cell) const;

    Theme& m_theme;
    QList<telemetry::ConnectionFigures> m_connections;
    QList<QRect> m_rects;
    int m_height = 0;
    int m_columns = 1;
    int m_current = -1;
};

} // namespace zg::ui
