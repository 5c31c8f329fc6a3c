// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStackedWidget>

class QScrollArea;

namespace zg::ui {

/// The pages, one on top. It needs no more room than the one that shows; where the screen has less than that, the
/// page is scrolled rather than squeezed into itself. Thread: main.
class PageStack final : public QStackedWidget
{
    Q_OBJECT

public:
    explicit PageStack(QWidget* parent);
    QScrollArea* area() const { return m_area; } ///< what goes into the window
    QSize minimumSizeHint() const override;

private:
    QScrollArea* m_area;
};

} // namespace zg::ui
