// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QTimer>

class QLabel;
class QSlider;
class QToolButton;

namespace zg::ui {

class ReplayNode;
class Theme;

/// The foot of a recording's window: whose it is and from when, and the slider that moves through it.
/// Left and right a second, with Shift ten; Home and End; space plays. Thread: main.
class ReplayBar final : public QFrame
{
    Q_OBJECT

public:
    ReplayBar(ReplayNode& node, Theme& theme, QWidget* parent = nullptr);
    bool isPlaying() const { return m_player.isActive(); }
    void setPlaying(bool playing);
    QString text() const;   ///< "Recording of demo, …", for tests
    QString moment() const; ///< where it stands
    QSlider& slider() { return *m_slider; }

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool press(int key, Qt::KeyboardModifiers modifiers);
    void retranslate();
    void showPosition();
    void showPlaying();
    void step();

    ReplayNode& m_node;
    Theme& m_theme;
    QTimer m_player;
    QLabel* m_text;
    QToolButton* m_play;
    QSlider* m_slider;
    QLabel* m_moment;
};

} // namespace zg::ui
