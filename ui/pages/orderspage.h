// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/ordermodel.h"
#include "ui/models/tablemodelpager.h"
#include "ui/pages/pages.h"

#include <QTimer>

#include <memory>

namespace Ui {
class OrdersPage;
}

namespace zg::ui {

class Banner;
class EmptyState;
class ListExportBase;
class OrdersActions;
class OrdersDetail;
class PackingSession;
class PackingWindow;
class ProgressStrip;
class UndoBar;

/// Orders, newest first and live, with the chosen one beside the list.
/// Thread: main.
class OrdersPage final : public Page
{
    Q_OBJECT

public:
    explicit OrdersPage(const PageContext& context, QWidget* parent = nullptr);
    ~OrdersPage() override;
    Q_DISABLE_COPY_MOVE(OrdersPage)

    void refresh(const Tick& tick) override;
    void focusSearch() override;
    void openItem(qint64 id) override;
    void search(const QString& text) override; ///< "#17": the orders of customer 17; else an order's number
    QList<QAction*> paletteActions() const override;
    QString unsaved() const override;

    void exportTo(const QString& path);
    shop::OrderFilter filter() const;
    OrderModel& model() { return m_model; }
    OrdersActions& orderActions() { return *m_actions; }
    OrdersDetail& detail() { return *m_detail; }

protected:
    void retranslate() override;
    void showEvent(QShowEvent* event) override;

private:
    void setupModel();
    void setupActions();
    void setupFilters();
    void connectBackend();
    void filterChanged();
    void restoreFilters();
    void reload();
    void askCounts();
    void askHistory(OrderId id);
    void showState();
    void showCurrent();
    void keepInStep();
    void take(const shop::Order& order);
    void offerNewest();
    bool hasFilter() const;
    void clearFilters(const QString& number = {}, UserId customer = {}); ///< but for these
    void askExport();
    void pack();
    void openCustomer(UserId id);
    void filterByCustomer(UserId id);

    PageContext m_context;
    node::OrderDesk& m_desk;
    std::unique_ptr<Ui::OrdersPage> m_ui;
    OrderModel m_model;
    Pager<shop::Order> m_pager;
    QTimer m_typingDelay;
    Banner* m_banner;
    Banner* m_staleBanner; // not up to date, or more new orders than a page
    EmptyState* m_empty;
    UndoBar* m_undo;
    ProgressStrip* m_progress;
    OrdersDetail* m_detail;
    OrdersActions* m_actions = nullptr;
    ListExportBase* m_export = nullptr;
    PackingSession* m_packing;
    PackingWindow* m_packingWindow = nullptr; // made when somebody packs
    bool m_isAsked = false;
    bool m_isCounting = false;
    bool m_isReadingHistory = false;
    bool m_hasGap = false;
};

} // namespace zg::ui
