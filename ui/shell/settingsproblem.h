// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QTimer>

#include <functional>

class QLabel;

namespace zg::ui {

/// In the place of the window while a setting cannot be used: says which, and goes away by itself once it can.
/// Thread: main.
class SettingsProblem final : public QDialog
{
    Q_OBJECT

public:
    /// @param problem asks again: one sentence, or nothing when all is well
    explicit SettingsProblem(std::function<QString()> problem);

private:
    void look();

    const std::function<QString()> m_problem;
    QLabel* m_sentence;
    QTimer m_timer;
};

} // namespace zg::ui
