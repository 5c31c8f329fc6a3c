// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/timechart.h"

#include <QAbstractButton>

namespace zg::ui {

/// "p99  4.2 ms": a figure that keeps its width while it changes, and leads somewhere when clicked.
/// Thread: main.
class FigureButton final : public QAbstractButton
{
    Q_OBJECT

public:
    FigureButton(Theme& theme, const QString& widest, QWidget* parent = nullptr);
    void setLabel(const QString& label);
    void setFigure(const QString& figure, Tint tint = Tint::Text);
    /// A small shape in front, so that colour is not the only sign.
    void setShape(std::optional<LineShape> shape, Tint tint);
    QString figure() const { return m_figure; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    Theme& m_theme;
    const QString m_widest; ///< the widest text the figure may take
    QString m_label;
    QString m_figure;
    Tint m_tint = Tint::Text;
    std::optional<LineShape> m_shape;
    Tint m_shapeTint = Tint::Text;
};

} // namespace zg::ui
