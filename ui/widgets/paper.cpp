// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/paper.h"

#include "ui/widgets/barcode.h"

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
constexpr QSizeF barcodePoints(190, 34); // a module of half a millimetre for an order's number: any scanner reads it

} // namespace

Paper::Paper(std::unique_ptr<QPagedPaintDevice> device, int count, Make make, QObject* parent)
    : QObject(parent)
    , m_device(std::move(device))
    , m_count(count)
    , m_make(std::move(make))
{
}

Paper::~Paper() = default;

std::unique_ptr<QPagedPaintDevice> Paper::pdfInto(QIODevice* device, const QString& title)
{
    auto pdf = std::make_unique<QPdfWriter>(device);
    pdf->setResolution(pdfDpi);
    pdf->setTitle(title);
    pdf->setCreator(u"Zhanggui"_s);
    pdf->setPageLayout(QPageLayout(QPageSize(QPageSize::A4), QPageLayout::Portrait, QMarginsF(15, 15, 15, 12),
                                   QPageLayout::Millimeter));
    return pdf;
}

void Paper::start()
{
    QTimer::singleShot(0, this, [this] {
        if (m_painter.begin(m_device.get()))
            paintNext();
        else
            end(false);
    });
}

void Paper::cancel()
{
    m_isCancelled = true;
}

void Paper::paintNext()
{
    if (m_isCancelled || m_next == m_count) {
        end(!m_isCancelled);
        return;
    }
    paintText(m_make(m_next++));
    Q_EMIT advanced(m_next, m_count);
    QTimer::singleShot(0, this, &Paper::paintNext);
}

void Paper::end(bool complete)
{
    m_painter.end();
    m_device.reset(); // a PDF is whole only now
    Q_EMIT finished(complete, m_pages);
    deleteLater();
}

void Paper::paintText(const PaperText& text)
{
    const double scale = m_device->logicalDpiY() / 72.0; // from points
    const QSizeF page(m_device->width() / scale, m_device->height() / scale - footerPoints);
    QTextDocument document;
    document.setDocumentMargin(0);
    QFont font = QGuiApplication::font();
    font.setPixelSize(10); // laid out with a pixel a point, and scaled to the device
    document.setDefaultFont(font);
    document.setHtml(text.html);
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
        if (i == 0)
            paintBarcode(m_painter, QRectF(QPointF(page.width() - barcodePoints.width(), 0), barcodePoints),
                         text.barcode);
        font.setPixelSize(8);
        m_painter.setFont(font);
        m_painter.setPen(QColor(0x66, 0x66, 0x66));
        m_painter.drawText(QRectF(0, page.height(), page.width(), footerPoints), Qt::AlignRight | Qt::AlignBottom,
                           text.foot % u"   "_s % QString::number(i + 1) % u" / "_s % QString::number(count));
        m_painter.restore();
    }
}

} // namespace zg::ui
