// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/alerts.h"

#include <QFrame>
#include <QPointer>

class QCheckBox;
class QLabel;
class QVBoxLayout;

namespace zg::ui {

class Theme;
class WindowState;

/// What fires now and what fired before, above the strip; here alerts are silenced, and here one chooses how they call.
/// Thread: main.
class AlertsPanel final : public QFrame
{
    Q_OBJECT

public:
    AlertsPanel(Alerts& alerts, Theme& theme, WindowState& state, QWidget* window);
    void open();
    void dismiss();
    bool callsDesktop() const; ///< a desktop notification when an alert fires; on at first
    bool callsSound() const;   ///< a sound, too; off at first
    QString text() const;      ///< what it says, for a test and a reader of the screen

Q_SIGNALS:
    void pageAsked(const QString& id);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fill();
    void refill(); ///< once, after what changed them is over
    void place();
    void retranslate();
    QWidget* standingRow(const Alert& alert);
    QWidget* pastRow(const Alert& alert);
    QWidget* row(const Alert& alert, const QString& text, const QString& when, QList<QWidget*> buttons);

    Alerts& m_alerts;
    Theme& m_theme;
    WindowState& m_state;
    QPointer<QWidget> m_focusBefore;
    QLabel* m_title;
    QWidget* m_list = nullptr;
    QVBoxLayout* m_column;
    QCheckBox* m_desktop;
    QCheckBox* m_sound;
    bool m_isStale = false;
};

/// The page that says more about it.
QString pageOf(Finding::Kind kind);

} // namespace zg::ui
