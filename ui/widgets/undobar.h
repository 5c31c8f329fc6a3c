// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QTimer>

#include <functional>

class QLabel;
class QPushButton;

namespace zg::ui {

class Theme;

/// "3 products taken off the shelf. Undo": floats at the bottom of its parent, goes away by itself.
/// The deed is already done when it is offered; Undo does the opposite. Ctrl+Z reaches it while it shows.
/// Thread: main.
class UndoBar final : public QFrame
{
    Q_OBJECT

public:
    explicit UndoBar(Theme& theme, QWidget* parent);
    void offer(const QString& text, std::function<void()> undo, int seconds = 10);
    /// A remark without an undo.
    void tell(const QString& text, int seconds = 5);
    void dismiss();
    QString text() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void place();
    void dress();

    Theme& m_theme;
    std::function<void()> m_undo;
    QTimer m_timer;
    QLabel* m_text;
    QPushButton* m_button;
};

} // namespace zg::ui
