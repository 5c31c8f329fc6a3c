// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QButtonGroup;
class QHBoxLayout;

namespace zg::ui {

/// One of a few, side by side. The arrow keys move between them.
/// Thread: main.
class Segments final : public QWidget
{
    Q_OBJECT

public:
    explicit Segments(QWidget* parent = nullptr);
    /// Sets the labels (and, the first time, makes the buttons).
    void setLabels(const QStringList& labels, const QStringList& toolTips = {});
    void setCurrent(int index);
    int current() const;

Q_SIGNALS:
    void currentChanged(int index);

private:
    QHBoxLayout* m_row;
    QButtonGroup* m_group;
};

} // namespace zg::ui
