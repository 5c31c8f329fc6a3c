// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/requestmodel.h"
#include "ui/models/routemodel.h"
#include "ui/pages/pages.h"

#include <memory>

namespace Ui {
class RequestsPage;
}

namespace zg::ui {

class EmptyState;
class RequestsDetail;

/// Which routes are asked for, how fast they answer, and where the time of single slow or failed requests went.
/// Thread: main.
class RequestsPage final : public Page
{
    Q_OBJECT

public:
    explicit RequestsPage(const PageContext& context, QWidget* parent = nullptr);
    ~RequestsPage() override;

    void refresh(const Tick& tick) override;
    const RequestsDetail& detail() const { return *m_detail; }

public Q_SLOTS:
    void openCurrent();
    void closeDetail();

protected:
    void retranslate() override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void setupRoutes();
    void setupRequests();
    void setupActions();
    void takeRequests();
    void sortRoutes();
    void showSummary(const telemetry::Snapshot& snapshot);
    void showStates();
    void sayWhyEmpty(bool hasRoutes);
    void showDetail();
    void chooseRoute(int row);
    void listRoute(const QString& route); ///< empty: every route's
    void arrange();
    void dressIcons();
    int currentRequest() const; ///< its row in the model; -1: none is chosen

    const PageContext m_context;
    const std::unique_ptr<Ui::RequestsPage> m_ui;
    RouteModel m_routes;
    QSortFilterProxyModel m_sortedRoutes;
    RequestModel m_requests;
    RequestFilter m_filter;
    EmptyState* m_empty;
    RequestsDetail* m_detail;
    QAction *m_open, *m_copy, *m_clearRoute;
    quint64 m_revision = 0;
    bool m_isOpen = false;
};

} // namespace zg::ui
