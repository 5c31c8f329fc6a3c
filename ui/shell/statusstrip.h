// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/node.h"
#include "ui/models/alerts.h"

#include <QTimer>
#include <QWidget>

namespace zg::ui {

class FigureButton;
class Theme;

QString stateText(node::State state);

/// The foot of the window: how the node is, in one line. Each figure leads to its page; the address is copied.
/// Thread: main.
class StatusStrip final : public QWidget
{
    Q_OBJECT

public:
    explicit StatusStrip(Theme& theme, QWidget* parent = nullptr);
    void showState(node::State state, const QString& address);
    void showFigures(const telemetry::Snapshot& snapshot, const Watch& watch, const QList<Alert>& alerts);
    QString text() const; ///< everything it says, for tests and for copying

Q_SIGNALS:
    void pageAsked(const QString& pageId);
    void alertsAsked();
    void ledgerAsked(qint64 product); ///< the one that drifted; 0 when none did

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void retranslate();
    void copyAddress();
    void showLedger(const telemetry::LedgerFigures& ledger);
    FigureButton* addFigure(const QString& widest, const QString& pageId);

    Theme& m_theme;
    node::State m_state = node::State::Stopped;
    QString m_addressText;
    QTimer m_copied; ///< while it runs the address reads "copied"
    FigureButton* m_node;
    FigureButton* m_address;
    FigureButton* m_rate;
    FigureButton* m_p99;
    FigureButton* m_errors;
    FigureButton* m_pool;
    FigureButton* m_cache;
    FigureButton* m_ledger; ///< the proof light: stock against ledger
    FigureButton* m_alerts;
    qint64 m_drifted = 0;
};

} // namespace zg::ui
