// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPagedPaintDevice>
#include <QPainter>

#include <functional>
#include <memory>

namespace zg::ui {

/// One thing on paper, on pages of its own.
struct PaperText
{
    QString html;
    QString foot;    ///< at the bottom of each page, before its number
    QString barcode; ///< at the top right of the first page
};

/// Paints texts on a printer or into a PDF, one a turn of the event loop. Goes away by itself after finished().
/// Thread: main.
class Paper final : public QObject
{
    Q_OBJECT

public:
    using Make = std::function<PaperText(int at)>; ///< texts are made when their turn comes
    Paper(std::unique_ptr<QPagedPaintDevice> device, int count, Make make, QObject* parent = nullptr);
    ~Paper() override;
    void start();
    void cancel();
    int pages() const { return m_pages; }

    /// A4 with margins, and a title for the reader's window.
    static std::unique_ptr<QPagedPaintDevice> pdfInto(QIODevice* device, const QString& title);

Q_SIGNALS:
    void advanced(int texts, int total);
    void finished(bool complete, int pages);

private:
    void paintNext();
    void paintText(const PaperText& text);
    void end(bool complete);

    std::unique_ptr<QPagedPaintDevice> m_device;
    QPainter m_painter;
    const int m_count;
    const Make m_make;
    int m_next = 0;
    int m_pages = 0;
    bool m_isCancelled = false;
};

} // namespace zg::ui
