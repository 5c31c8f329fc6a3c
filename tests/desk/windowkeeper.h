// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QEvent>
#include <QGuiApplication>
#include <QObject>
#include <QWindow>

namespace zg::desk {

/// What a desktop's window manager does for the keyboard, and an X server alone does not: a new window gets it, and
/// when that goes, the one beneath. Thread: main.
class WindowKeeper final : public QObject
{
public:
    WindowKeeper() { qGuiApp->installEventFilter(this); }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        auto* window = qobject_cast<QWindow*>(watched);
        if (!window || !takesKeys(*window))
            return false;
        if (event->type() == QEvent::Expose && window->isExposed() && !m_order.contains(window)) {
            m_order.append(window);
            connect(window, &QObject::destroyed, this, [this, window] { leave(window); });
            window->requestActivate();
        } else if (event->type() == QEvent::Hide) {
            leave(window);
        }
        return false;
    }

private:
    static bool takesKeys(const QWindow& window)
    {
        const Qt::WindowType type = window.type();
        return type == Qt::Window || type == Qt::Dialog || type == Qt::Sheet;
    }
    void leave(QWindow* window)
    {
        if (m_order.removeAll(window) > 0 && !m_order.isEmpty())
            m_order.last()->requestActivate();
    }

    QList<QWindow*> m_order; // the topmost last
};

} // namespace zg::desk
