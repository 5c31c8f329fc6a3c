// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace zg::ui {

/// What goes on and how far it is, with Cancel. It comes after half a second: what is quicker needs no word.
/// Thread: main.
class ProgressStrip final : public QWidget
{
    Q_OBJECT

public:
    explicit ProgressStrip(QWidget* parent = nullptr);
    void begin(const QString& what);
    void advance(int done, int total); ///< total 0: nobody knows
    void end();
    bool isRunning() const { return m_isRunning; }

Q_SIGNALS:
    void cancelled();

private:
    QTimer m_delay;
    QLabel* m_what;
    QProgressBar* m_bar;
    QPushButton* m_cancel;
    bool m_isRunning = false;
};

} // namespace zg::ui
