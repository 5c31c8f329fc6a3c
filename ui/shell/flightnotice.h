// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/nodecontrol.h"
#include "ui/widgets/banner.h"

namespace zg::ui {

/// Has the flight recording written and says where it is; says also what the last start found of a run that did not
/// end. Its buttons copy the path and open the folder. Thread: main.
class FlightNotice final : public QObject
{
    Q_OBJECT

public:
    FlightNotice(NodeControl& node, Theme& theme, QWidget* parent);
    Banner& banner() { return *m_banner; }
    void write(node::FlightReason reason);
    void retranslate();

private:
    void lookForCrash(node::State state);
    void showWhere();
    void openFolder() const;

    NodeControl& m_node;
    Banner* m_banner;
    node::FlightReason m_reason = node::FlightReason::Manual;
    QString m_path;      // what the banner tells of
    QString m_crashSeen; // each is told of once
};

} // namespace zg::ui
