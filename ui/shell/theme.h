// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>
#include <QPalette>

namespace zg::ui {

/// The names of all colours; widgets ask for these and never for a number.
enum class Tint : quint8 {
    Window,  ///< behind everything
    Surface, ///< lists, inputs, charts
    Sunken,  ///< rail, strip, table headers
    Hover,
    Pressed,
    Border,       ///< hairlines
    BorderStrong, ///< outline of inputs and buttons
    Text,
    TextMuted,
    TextFaint, ///< placeholders, disabled
    Accent,
    AccentSoft, ///< background of what is selected
    OnAccent,
    Good,
    Warning,
    Bad,
    GoodSoft,
    WarningSoft,
    BadSoft,
    Grid, ///< of charts
    Series1,
    Series2,
    Series3,
    Series4,
};
inline constexpr int tintCount = int(Tint::Series4) + 1;

/// Light and dark: one table of named colours, and the palette, stylesheet and icons made of it.
/// Thread: main.
class Theme final : public QObject
{
    Q_OBJECT

public:
    enum class Mode : quint8 { System, Light, Dark };

    explicit Theme(QObject* parent = nullptr); ///< reads the system's palette; apply() to show
    Mode mode() const { return m_mode; }
    void setMode(Mode mode); ///< applies it to the application
    bool isDark() const { return m_dark; }

    QColor color(Tint tint) const;
    QIcon icon(const QString& name) const; ///< of resources/icons, in the text's colours (normal, selected, disabled)
    QIcon icon(const QString& name, Tint tint) const;
    static QFont figureFont(); ///< digits of one width, for what changes in place

Q_SIGNALS:
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void apply();
    bool systemIsDark() const;

    Mode m_mode = Mode::System;
    bool m_dark = false;
    bool m_applying = false;
};

} // namespace zg::ui
