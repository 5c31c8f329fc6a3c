// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/values.h"

#include <QObject>
#include <QPagedPaintDevice>
#include <QPainter>

#include <memory>

class QTextDocument;

namespace zg::ui {

/// The slip's text, for one order: number, address, what to pack, the customer's remark. No prices: it travels in the
/// parcel.
QString packingSlipHtml(const shop::Order& order);

/// Paints packing slips on a printer or into a PDF, an order a turn of the event loop, each on pages of its own. Goes
/// away by itself after finished(). Thread: main.
class PackingSlips final : public QObject
{
    Q_OBJECT

public:
    PackingSlips(std::unique_ptr<QPagedPaintDevice> device, QList<shop::Order> orders, QObject* parent = nullptr);
    ~PackingSlips() override;
    void start();
    void cancel();
    int pages() const { return m_pages; }

    /// A4 with margins, and a title for the reader's window.
    static std::unique_ptr<QPagedPaintDevice> pdfInto(QIODevice* device);

Q_SIGNALS:
    void advanced(int orders, int total);
    void finished(bool complete, int pages);

private:
    void paintNext();
    void paintOrder(const shop::Order& order);
    void end(bool complete);

    std::unique_ptr<QPagedPaintDevice> m_device;
    QPainter m_painter;
    const QList<shop::Order> m_orders;
    int m_next = 0;
    int m_pages = 0;
    bool m_isCancelled = false;
};

} // namespace zg::ui
