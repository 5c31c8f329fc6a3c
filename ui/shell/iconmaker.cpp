// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/iconmaker.h"

#include <QFile>
#include <QHash>
#include <QPainter>
#include <QSvgRenderer>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

// Edge lengths in use, and their doubles for HiDPI.
constexpr int edges[] = {16, 20, 24, 32, 40, 48, 64, 96};

void add(QIcon& icon, const QByteArray& svg, QColor color, QIcon::Mode mode, QIcon::State state)
{
    QByteArray coloured = svg;
    coloured.replace("currentColor", color.name().toLatin1());
    QSvgRenderer renderer(coloured);
    for (const int edge : edges) {
        QPixmap pixmap(edge, edge);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        renderer.render(&painter);
        painter.end();
        icon.addPixmap(pixmap, mode, state);
    }
}

} // namespace

QIcon makeIcon(const QString& name, QColor normal, QColor selected, QColor disabled)
{
    static QHash<QString, QIcon> made;
    const QString key = name + normal.name() + selected.name() + disabled.name();
    if (const auto found = made.constFind(key); found != made.cend())
        return *found;
    QIcon icon;
    QFile file(u":/zhanggui/icons/"_s + name + u".svg"_s);
    if (file.open(QIODevice::ReadOnly)) {
        const QByteArray svg = file.readAll();
        add(icon, svg, normal, QIcon::Normal, QIcon::Off);
        add(icon, svg, selected, QIcon::Normal, QIcon::On);
        add(icon, svg, selected, QIcon::Selected, QIcon::Off);
        add(icon, svg, disabled, QIcon::Disabled, QIcon::Off);
    }
    made.insert(key, icon);
    return icon;
}

} // namespace zg::ui
