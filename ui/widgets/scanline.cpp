// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/scanline.h"

#include <QContextMenuEvent>
#include <QFocusEvent>
#include <QKeyEvent>

namespace zg::ui {

namespace {

constexpr int longest = 128; // twice the longest tracking number: a scanner that runs away stops here

} // namespace

ScanLine::ScanLine(QWidget* parent)
    : QLineEdit(parent)
{
    setMaxLength(longest);
    setAttribute(Qt::WA_InputMethodEnabled, false);
    connect(this, &QLineEdit::returnPressed, this, [this] {
        const QString text = this->text();
        clear();
        Q_EMIT scanned(text);
    });
}

bool ScanLine::event(QEvent* event)
{
    // A line edit would keep its own undo: here it is the window's.
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->matches(QKeySequence::Undo)) {
        event->ignore();
        return true;
    }
    return QLineEdit::event(event);
}

void ScanLine::focusOutEvent(QFocusEvent* event)
{
    QLineEdit::focusOutEvent(event);
    // From the event loop: whoever took it has finished by then.
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (isVisible() && isActiveWindow())
                setFocus(Qt::OtherFocusReason);
        },
        Qt::QueuedConnection);
}

bool ScanLine::focusNextPrevChild(bool)
{
    return true; // taken: it stays
}

void ScanLine::contextMenuEvent(QContextMenuEvent* event)
{
    event->accept(); // a menu would take the keyboard
}

} // namespace zg::ui
