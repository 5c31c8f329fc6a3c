// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/windowmodule.h"

#include <QFileInfo>

namespace zg::app {

using namespace Qt::StringLiterals;

QString modulePath()
{
    const QFileInfo program(QFileInfo(u"/proc/self/exe"_s).symLinkTarget());
    const QString folder = program.absolutePath();
    for (const QString& place : {folder, QString(folder + u"/../lib/zhanggui"_s)}) {
        const QString path = place + u"/libzhanggui-console.so"_s;
        if (QFileInfo::exists(path))
            return path;
    }
    return folder + u"/libzhanggui-console.so"_s;
}

bool hasDisplay()
{
    return !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") ||
           !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM");
}

} // namespace zg::app
