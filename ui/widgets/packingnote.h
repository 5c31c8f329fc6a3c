// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/banner.h"

namespace zg::ui {

/// What became of the last scan, in large type: an icon, a word, a sentence. It always has its room.
/// Thread: main.
class PackingNote final : public QFrame
{
    Q_OBJECT

public:
    explicit PackingNote(Theme& theme, QWidget* parent = nullptr);
    void say(Tone tone, const QString& word, const QString& text, const QString& details = {});
    QString word() const;
    QString text() const;
    Tone tone() const { return m_tone; }

private:
    void dress();

    Theme& m_theme;
    Tone m_tone = Tone::Info;
    QLabel *m_icon, *m_word, *m_text;
};

} // namespace zg::ui
