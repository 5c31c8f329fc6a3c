// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/theme.h"

#include <QSize>
#include <QString>
#include <QStringList>

namespace zg::desk {

/// How the window looks in a test: $ZG_DESK_LOOK, "zh_CN dark 1366x768 1" (language, theme, screen, scale).
struct Look
{
    QString language = QStringLiteral("en");
    ui::Theme::Mode theme = ui::Theme::Mode::Light;
    QSize screen{1'366, 768}; ///< before it is scaled
    int scale = 1;

    QSize pixels() const { return screen * scale; }
    QString name() const
    {
        return QStringLiteral("%1-%2-%3x%4%5")
            .arg(language, theme == ui::Theme::Mode::Dark ? QStringLiteral("dark") : QStringLiteral("light"))
            .arg(screen.width())
            .arg(screen.height())
            .arg(scale == 1 ? QString() : QStringLiteral("@%1x").arg(scale));
    }
    static Look ofEnvironment()
    {
        Look look;
        const QStringList words = qEnvironmentVariable("ZG_DESK_LOOK").split(u' ', Qt::SkipEmptyParts);
        if (words.size() != 4)
            return look;
        const QStringList edges = words.at(2).split(u'x');
        look.language = words.at(0);
        look.theme = words.at(1) == QLatin1String("dark") ? ui::Theme::Mode::Dark : ui::Theme::Mode::Light;
        look.screen = {edges.value(0).toInt(), edges.value(1).toInt()};
        look.scale = words.at(3).toInt();
        return look;
    }
};

} // namespace zg::desk
