// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/desk.h"
#include "ui/models/ordermodel.h"

#include <QAction>
#include <QPagedPaintDevice>
#include <QPointer>

#include <memory>

class QBuffer;

namespace zg::ui {

class Banner;
class OrdersDetail;
class Paper;
class ProgressStrip;
class TableView;
class Theme;
class UndoBar;
class WindowState;

/// What can be done with orders: ship, decide on refunds, print packing slips or save them as PDF.
/// Thread: main.
class OrdersActions final : public QObject
{
    Q_OBJECT

public:
    OrdersActions(node::OrderDesk& desk, OrderModel& model, TableView& table, OrdersDetail& detail, Theme& theme,
                  QWidget* page);
    void attach(Banner& banner, UndoBar& undo, ProgressStrip& progress, WindowState& state);
    void retranslate();
    void updateEnabled();
    QList<QAction*> all() const;

    enum class Print : quint8 { Slips, PickList };

    QAction *pack, *ship, *shipFile, *approve, *refuse, *print, *pdf, *pickList, *pickPdf, *customer, *exportSheet,
        *reload;

    void shipOne(OrderId id, const QString& trackingNo);
    void decideRefund(OrderId id, bool approve);
    void savePdf(const QString& path, Print what = Print::Slips);
    QList<shop::Order> selected() const;

Q_SIGNALS:
    void changed(const zg::shop::Order& order);

private:
    void shipSelected();
    void askRefund(bool approve);
    void openShipFile();
    void askPdf(Print what);
    void askPrint(Print what);
    QString nameOf(Print what) const;
    void paint(Print what, std::unique_ptr<QPagedPaintDevice> device,
               const std::function<void(bool complete, int pages)>& then);
    void writePdf(const QString& path, const QByteArray& bytes, int pages);
    void answered(OrderId id, const Result<shop::Order>& answer, const QString& text);

    node::OrderDesk& m_desk;
    OrderModel& m_model;
    TableView& m_table;
    OrdersDetail& m_detail;
    Theme& m_theme;
    QWidget* m_page;
    Banner* m_banner = nullptr;
    UndoBar* m_undo = nullptr;
    ProgressStrip* m_progress = nullptr;
    WindowState* m_state = nullptr;
    QPointer<Paper> m_paper;
};

} // namespace zg::ui
