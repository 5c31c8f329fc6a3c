// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/cachemeter.h"

#include <QWidget>

namespace zg::ui {

class Theme;

/// A bar for each family: how its misses divide among their causes. The table below it is the legend and has the
/// numbers.
/// Thread: main.
class CauseBars final : public QWidget
{
    Q_OBJECT

public:
    explicit CauseBars(Theme& theme, QWidget* parent = nullptr);
    void assign(const QList<CacheFamilyRow>& families);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Part
    {
        QRectF area;
        int family = 0;
        telemetry::MissCause cause{};
    };
    QList<Part> parts() const;
    int labelWidth() const;
    int numberWidth() const;
    int rowHeight() const;
    QString describe(int family) const;
    void name();

    Theme& m_theme;
    QList<CacheFamilyRow> m_families;
};

} // namespace zg::ui
