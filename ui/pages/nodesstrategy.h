// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings.h"
#include "telemetry/snapshot.h"

#include <QObject>

#include <functional>
#include <optional>

class QLabel;

namespace zg::ui {

class NodeControl;
class Segments;

/// The switch of the stock strategy: one of four, for admins; everybody sees which it is.
/// Thread: main.
class NodesStrategy final : public QObject
{
    Q_OBJECT

public:
    NodesStrategy(NodeControl& node, Segments& segments, QLabel& help, QObject* parent = nullptr);
    void show(const telemetry::Snapshot& snapshot);
    void retranslate();

Q_SIGNALS:
    void changed(const QString& text, const std::function<void()>& undo);
    void failed(const QString& text, const QString& details);

private:
    void choose(int index);
    void set(StockStrategy wanted, bool isUndo);
    void allow();

    NodeControl& m_node;
    Segments& m_segments;
    QLabel& m_help;
    std::optional<StockStrategy> m_inForce;
    bool m_hasRedis = false;
    bool m_isAsking = false; // the answer has not come
};

} // namespace zg::ui
