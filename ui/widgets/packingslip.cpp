// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/packingslip.h"

#include "ui/format.h"
#include "ui/models/ordermodel.h"

#include <QAbstractTextDocumentLayout>
#include <QGuiApplication>
#include <QPageLayout>
#include <QPdfWriter>
#include <QTextDocument>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace zg::ui {

namespace {

constexpr int pdfDpi = 150; // of the layout's grid; text stays vector
constexpr double footerPoints = 24;

QString say(const char* text)
{
    return QCoreApplication::translate("PackingSlip", text);
}

QString fact(const QString& name, const QString& value)
{
    return u"<tr><td style='color:#666666; padding-right:12px'>"_s % name.toHtmlEscaped() % u"</td><td>"_s %
           value.toHtmlEscaped() % u"</td></tr>"_s;
}

} // namespace

QString packingSlipHtml(const shop::Order& order)
{
    QString html = u"<html><body style='font-size:10px'>"_s;
    html += u"<p style='font-size:18px; font-weight:600; margin-bottom:2px'>"_s %
            say(QT_TRANSLATE_NOOP("PackingSlip", "Packing slip")).toHtmlEscaped() % u"</p>"_s;
    html += u"<table cellspacing='0' cellpadding='2'>"_s;
    html += fact(say(QT_TRANSLATE_NOOP("PackingSlip", "Order")), order.orderNo);
    html += fact(say(QT_TRANSLATE_NOOP("PackingSlip", "Ordered")), localTimeText(order.createdAt));
    if (!order.trackingNo.isEmpty())
        html += fact(say(QT_TRANSLATE_NOOP("PackingSlip", "Tracking")), order.trackingNo);
    html += u"</table>"_s;
    if (order.address) {
        html += u"<p style='font-size:14px; font-weight:600; margin-top:14px; margin-bottom:2px'>"_s %
                order.address->name.toHtmlEscaped() % u"&nbsp;&nbsp;"_s % order.address->phone.toHtmlEscaped() %
                u"</p><p style='font-size:12px; margin-top:0'>"_s % addressText(*order.address).toHtmlEscaped() %
                u"</p>"_s;
    } else {
        html += u"<p style='font-size:12px; margin-top:14px'>"_s %
                say(QT_TRANSLATE_NOOP("PackingSlip", "No address: to be fetched")).toHtmlEscaped() % u"</p>"_s;
    }
    qint64 pieces = 0;
    html +=
        u"<table width='100%' cellspacing='0' cellpadding='5' style='margin-top:14px'><thead><tr style='color:#666666'>"
        "<th align='left' width='5%'></th><th align='left'>"_s %
        say(QT_TRANSLATE_NOOP("PackingSlip", "Product")).toHtmlEscaped() % u"</th><th align='right' width='16%'>"_s %
        say(QT_TRANSLATE_NOOP("PackingSlip", "No.")).toHtmlEscaped() % u"</th><th align='right' width='16%'>"_s %
        say(QT_TRANSLATE_NOOP("PackingSlip", "Pieces")).toHtmlEscaped() % u"</th></tr></thead>"_s;
    for (const shop::OrderItem& item : order.items) {
        pieces += item.quantity;
        html += u"<tr><td style='font-size:13px'>□</td><td>"_s % item.name.toHtmlEscaped() %
                u"</td><td align='right'>"_s % QString::number(item.productId.value) %
                u"</td><td align='right' style='font-size:12px; font-weight:600'>"_s % countText(item.quantity) %
                u"</td></tr>"_s;
    }
    html += u"<tr><td></td><td></td><td align='right' style='color:#666666'>"_s %
            say(QT_TRANSLATE_NOOP("PackingSlip", "Together")).toHtmlEscaped() %
            u"</td><td align='right' style='font-size:12px; font-weight:600'>"_s % countText(pieces) %
            u"</td></tr></table>"_s;
    if (!order.remark.isEmpty())
        html += u"<p style='margin-top:14px'><span style='color:#666666'>"_s %
                say(QT_TRANSLATE_NOOP("PackingSlip", "Remark")).toHtmlEscaped() % u"</span><br>"_s %
                order.remark.toHtmlEscaped().replace(u'\n', u"<br>"_s) % u"</p>"_s;
    return html + u"</body></html>"_s;
}

PackingSlips::PackingSlips(std::unique_ptr<QPagedPaintDevice> device, QList<shop::Order> orders, QObject* parent)
    : QObject(parent)
    , m_device(std::move(device))
    , m_orders(std::move(orders))
{
}

PackingSlips::~PackingSlips() = default;

std::unique_ptr<QPagedPaintDevice> PackingSlips::pdfInto(QIODevice* device)
{
    auto pdf = std::make_unique<QPdfWriter>(device);
    pdf->setResolution(pdfDpi);
    pdf->setTitle(say(QT_TRANSLATE_NOOP("PackingSlip", "Packing slips")));
    pdf->setCreator(u"Zhanggui"_s);
    pdf->setPageLayout(QPageLayout(QPageSize(QPageSize::A4), QPageLayout::Portrait, QMarginsF(15, 15, 15, 12),
                                   QPageLayout::Millimeter));
    return pdf;
}

void PackingSlips::start()
{
    QTimer::singleShot(0, this, [this] {
        if (m_painter.begin(m_device.get()))
            paintNext();
        else
            end(false);
    });
}

void PackingSlips::cancel()
{
    m_isCancelled = true;
}

void PackingSlips::paintNext()
{
    if (m_isCancelled || m_next == m_orders.size()) {
        end(!m_isCancelled);
        return;
    }
    paintOrder(m_orders.at(m_next++));
    Q_EMIT advanced(m_next, int(m_orders.size()));
    QTimer::singleShot(0, this, &PackingSlips::paintNext);
}

void PackingSlips::end(bool complete)
{
    m_painter.end();
    m_device.reset(); // a PDF is whole only now
    Q_EMIT finished(complete, m_pages);
    deleteLater();
}

void PackingSlips::paintOrder(const shop::Order& order)
{
    const double scale = m_device->logicalDpiY() / 72.0; // from points
    const QSizeF page(m_device->width() / scale, m_device->height() / scale - footerPoints);
    QTextDocument document;
    document.setDocumentMargin(0);
    QFont font = QGuiApplication::font();
    font.setPixelSize(10); // laid out with a pixel a point, and scaled to the device
    document.setDefaultFont(font);
    document.setHtml(packingSlipHtml(order));
    document.setPageSize(page);
    const int count = document.pageCount();
    for (int i = 0; i < count; ++i) {
        if (m_pages++ > 0)
            m_device->newPage();
        m_painter.save();
        m_painter.scale(scale, scale);
        m_painter.save();
        m_painter.translate(0, -i * page.height());
        QAbstractTextDocumentLayout::PaintContext context;
        context.clip = QRectF(0, i * page.height(), page.width(), page.height());
        context.palette.setColor(QPalette::Text, Qt::black); // paper is white in the dark theme too
        m_painter.setClipRect(context.clip);
        document.documentLayout()->draw(&m_painter, context);
        m_painter.restore();
        font.setPixelSize(8);
        m_painter.setFont(font);
        m_painter.setPen(QColor(0x66, 0x66, 0x66));
        m_painter.drawText(QRectF(0, page.height(), page.width(), footerPoints), Qt::AlignRight | Qt::AlignBottom,
                           order.orderNo % u"   "_s % QString::number(i + 1) % u" / "_s % QString::number(count));
        m_painter.restore();
    }
}

} // namespace zg::ui
