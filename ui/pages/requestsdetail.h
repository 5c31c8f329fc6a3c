// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/requesttrace.h"
#include "telemetry/snapshot.h"
#include "ui/models/spanmodel.h"

#include <QWidget>

class QAction;
class QLabel;
class QToolButton;

namespace zg::ui {

class TableView;
class Theme;
class WaterfallHeader;

/// One request: what it was, and where its time went as a waterfall, with the text of the statement that is chosen.
/// Thread: main.
class RequestsDetail final : public QWidget
{
    Q_OBJECT

public:
    explicit RequestsDetail(Theme& theme, QWidget* parent = nullptr);
    void showRequest(const telemetry::RequestTrace& trace);
    void setStatements(const QList<telemetry::SlowStatement>& statements); ///< whose texts are known
    const telemetry::RequestTrace& request() const { return m_trace; }
    void hideClient(); ///< nobody is signed in
    void focusSpans();
    void retranslate();

Q_SIGNALS:
    void closeWanted();

private:
    void setupHead();
    void setupTable();
    void fill();
    void showStatement();
    void copyId();
    void dressIcons();

    telemetry::RequestTrace m_trace;
    QList<telemetry::SlowStatement> m_statements;
    SpanModel m_spans;
    Theme& m_theme;
    QLabel *m_route, *m_facts, *m_id, *m_statement;
    QToolButton *m_copyButton, *m_closeButton;
    QAction *m_copyId, *m_close;
    TableView* m_table;
    WaterfallHeader* m_header;
};

} // namespace zg::ui
