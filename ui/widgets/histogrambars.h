// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/databasefigures.h"

#include <QWidget>

namespace zg::ui {

class Theme;

/// How long something took, how often: a bar a bucket, both scales logarithmic, so that one wait of a second shows
/// beside a million of microseconds. Thread: main.
class HistogramBars final : public QWidget
{
    Q_OBJECT

public:
    explicit HistogramBars(Theme& theme, QWidget* parent = nullptr);
    void show(const telemetry::WaitBars& bars);
    using QWidget::show;
    QString barText(int bar) const; ///< "1,204 took 30 to 100 µs"
    QRect barRect(int bar) const;   ///< where its count is drawn; empty when nothing fell into it
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    int barAt(QPoint point) const;

    Theme& m_theme;
    telemetry::WaitBars m_bars{};
};

} // namespace zg::ui
