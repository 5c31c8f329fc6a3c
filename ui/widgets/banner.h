// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QToolButton;

namespace zg::ui {

class Theme;

enum class Tone : quint8 { Info, Good, Warning, Bad };

/// A quiet bar above a page's content: what is so now, and what to do. Hidden while it has nothing to say.
/// Thread: main.
class Banner final : public QFrame
{
    Q_OBJECT

public:
    explicit Banner(Theme& theme, QWidget* parent = nullptr);
    /// @param details for people who ask; a button copies them. Empty: no button.
    void say(Tone tone, const QString& text, const QString& details = {});
    void clear();
    /// A button on the right; the label of none is empty.
    void setAction(const QString& label);
    void setDismissable(bool dismissable); ///< shows a close button; off by default
    QString text() const;
    Tone tone() const { return m_tone; }

Q_SIGNALS:
    void actionClicked();
    void dismissed();

protected:
    void changeEvent(QEvent* event) override;

private:
    void dress();

    Theme& m_theme;
    Tone m_tone = Tone::Info;
    QString m_details;
    QLabel* m_icon;
    QLabel* m_text;
    QToolButton* m_copy;
    QToolButton* m_action;
    QToolButton* m_close;
};

} // namespace zg::ui
