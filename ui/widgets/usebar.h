// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace zg::ui {

class Theme;

/// How much of a limit is used, as a bar; the label beside it has the numbers.
/// Thread: main.
class UseBar final : public QWidget
{
    Q_OBJECT

public:
    explicit UseBar(Theme& theme, QWidget* parent = nullptr);
    void setUse(double share); ///< 0 to 1
    double use() const { return m_share; }
    QSize sizeHint() const override { return {220, 10}; }
    QSize minimumSizeHint() const override { return {80, 10}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Theme& m_theme;
    double m_share = 0;
};

} // namespace zg::ui
