// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/values.h"

#include <QWidget>

namespace zg::ui {

class Theme;

/// What became of an order: each step with who did it and when, oldest first, down a line.
/// Thread: main.
class OrderTimeline final : public QWidget
{
    Q_OBJECT

public:
    struct Step
    {
        QString what;
        QString who;
        qint64 at = 0;
        QString note;
        int tint = 0;
        bool operator==(const Step&) const = default;
    };

    explicit OrderTimeline(Theme& theme, QWidget* parent = nullptr);
    void showOrder(const shop::Order& order);
    const QList<Step>& steps() const { return m_steps; }
    static QList<Step> stepsOf(const shop::Order& order);
    QSize sizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    int noteHeight(const Step& step, int width) const;
    int stepHeight(const Step& step, int width) const;

    Theme& m_theme;
    QList<Step> m_steps;
};

} // namespace zg::ui
