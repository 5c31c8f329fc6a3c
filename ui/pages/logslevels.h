// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/logring.h"

#include <QObject>

#include <functional>
#include <memory>

class QAction;
class QMenu;

namespace zg::ui {

class NodeControl;

/// The menu of the log's categories and how much each writes. An admin may change it; for everybody else it says how it
/// is.
/// Thread: main.
class LogsLevels final : public QObject
{
    Q_OBJECT

public:
    explicit LogsLevels(NodeControl& node, QObject* parent = nullptr);
    ~LogsLevels() override;
    QMenu* menu() const { return m_menu.get(); }
    void retranslate();

Q_SIGNALS:
    void changed(const QString& text, const std::function<void()>& undo);
    void failed(const QString& text, const QString& details);

private:
    void look();
    void set(const QByteArray& category, LogLevel least, bool isUndo = false);

    NodeControl& m_node;
    const std::unique_ptr<QMenu> m_menu;
    QAction* m_hint;
    QList<QByteArray> m_categories;
    QList<QMenu*> m_submenus; // by category
};

} // namespace zg::ui
