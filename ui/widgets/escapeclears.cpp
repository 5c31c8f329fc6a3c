// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/escapeclears.h"

#include <QKeyEvent>
#include <QLineEdit>

namespace zg::ui {

EscapeClears::EscapeClears(QLineEdit* field)
    : QObject(field)
    , m_field(field)
{
    field->installEventFilter(this);
}

bool EscapeClears::eventFilter(QObject* watched, QEvent* event)
{
    const bool isEscape = event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape;
    if (!isEscape || m_field->text().isEmpty())
        return QObject::eventFilter(watched, event);
    m_field->clear();
    return true;
}

} // namespace zg::ui
