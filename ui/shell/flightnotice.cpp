// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/flightnotice.h"

#include "ui/answer.h"
#include "ui/errortext.h"

#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QUrl>

namespace zg::ui {

using node::FlightReason;

FlightNotice::FlightNotice(NodeControl& node, Theme& theme, QWidget* parent)
    : QObject(parent)
    , m_node(node)
    , m_banner(new Banner(theme, parent))
{
    m_banner->setDismissable(true);
    connect(m_banner, &Banner::actionClicked, this, &FlightNotice::openFolder);
    connect(m_banner, &Banner::dismissed, this, [this] { m_path.clear(); }); // another language brings it not back
    connect(&m_node, &NodeControl::stateChanged, this, &FlightNotice::lookForCrash);
    lookForCrash(m_node.state());
}

void FlightNotice::write(FlightReason reason)
{
    whenAnswered(m_node.writeFlight(reason), this, [this, reason](const Result<QString>& path) {
        if (path) {
            m_reason = reason;
            m_path = *path;
            showWhere();
        } else if (reason == FlightReason::Manual) { // an alert's own words matter more; the log has this
            m_path.clear();
            m_banner->setAction({});
            m_banner->say(Tone::Bad, tr("No recording was written. %1").arg(errorText(path.error())),
                          path.error().message);
        }
    });
}

void FlightNotice::lookForCrash(node::State state)
{
    const QString path = state == node::State::Serving ? m_node.crashRecording() : QString();
    if (path.isEmpty() || path == m_crashSeen)
        return;
    m_crashSeen = path;
    m_reason = FlightReason::Crash;
    m_path = path;
    showWhere();
}

void FlightNotice::showWhere()
{
    if (m_path.isEmpty())
        return;
    const QString path = QDir::toNativeSeparators(m_path);
    m_banner->setAction(tr("Open the folder"));
    if (m_reason == FlightReason::Crash)
        m_banner->say(Tone::Warning, tr("The last run did not end as it should. Its last minutes are in %1").arg(path),
                      path);
    else if (m_reason == FlightReason::Alert)
        m_banner->say(Tone::Info, tr("The minutes before the alert are recorded in %1").arg(path), path);
    else
        m_banner->say(Tone::Good, tr("The last minutes are recorded in %1").arg(path), path);
}

void FlightNotice::openFolder() const
{
    QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(m_path).absolutePath()));
}

void FlightNotice::retranslate()
{
    showWhere();
}

} // namespace zg::ui
