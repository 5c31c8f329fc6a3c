// SPDX-License-Identifier: GPL-3.0-or-later
// Packing slips: on paper and as PDF.
#include "ui/pages/ordersactions.h"

#include "ui/answer.h"
#include "ui/shell/windowstate.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/packingslip.h"
#include "ui/widgets/progressstrip.h"
#include "ui/widgets/sheetfile.h"
#include "ui/widgets/undobar.h"

#include <QBuffer>
#include <QDate>
#include <QFileDialog>
#include <QPrintDialog>
#include <QPrinter>

using namespace Qt::StringLiterals;

namespace zg::ui {

void OrdersActions::paint(std::unique_ptr<QPagedPaintDevice> device, const std::function<void(bool, int)>& then)
{
    m_slips = new PackingSlips(std::move(device), selected(), this);
    m_progress->begin(tr("Making packing slips"));
    connect(m_slips, &PackingSlips::advanced, m_progress, &ProgressStrip::advance);
    connect(m_progress, &ProgressStrip::cancelled, m_slips, &PackingSlips::cancel);
    connect(m_slips, &PackingSlips::finished, this, [this, then](bool isComplete, int pages) {
        m_slips = nullptr;
        m_progress->end();
        updateEnabled();
        then(isComplete, pages);
    });
    updateEnabled();
    m_slips->start();
}

void OrdersActions::askPrint()
{
    if (m_slips || selected().isEmpty())
        return;
    // The dialog works on the printer until it closes; then the painting takes it over.
    auto printer = std::make_shared<std::unique_ptr<QPrinter>>(std::make_unique<QPrinter>(QPrinter::HighResolution));
    (*printer)->setDocName(tr("Packing slips"));
    auto* dialog = new QPrintDialog(printer->get(), m_page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Print packing slips"));
    connect(dialog, qOverload<QPrinter*>(&QPrintDialog::accepted), this, [this, printer] {
        // From the event loop: the dialog lets go of the printer first.
        QMetaObject::invokeMethod(
            this,
            [this, printer] {
                paint(std::move(*printer), [this](bool isComplete, int pages) {
                    if (isComplete)
                        m_undo->tell(tr("%n page(s) sent to the printer", nullptr, pages));
                    else
                        m_banner->say(Tone::Info, tr("Printing was stopped after %n page(s), or the printer took "
                                                     "nothing. The orders are as they were.",
                                                     nullptr, pages));
                });
            },
            Qt::QueuedConnection);
    });
    connect(dialog, &QObject::destroyed, this, [printer] {}); // keeps the printer until the dialog is gone
    dialog->open();
}

void OrdersActions::askPdf()
{
    if (m_slips || selected().isEmpty())
        return;
    auto* dialog = new QFileDialog(m_page, tr("Packing slips as PDF"), m_state->value(u"orders/folder"_s).toString(),
                                   tr("PDF (*.pdf)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"pdf"_s);
    dialog->selectFile(tr("packing-slips") + QDate::currentDate().toString(u"-yyyy-MM-dd"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        m_state->setValue(u"orders/folder"_s, QFileInfo(path).path());
        savePdf(path);
    });
    dialog->open();
}

void OrdersActions::savePdf(const QString& path)
{
    // Painted into memory, then written whole on another thread: a stopped or failed one leaves no torso.
    auto* buffer = new QBuffer(this);
    buffer->open(QIODevice::WriteOnly);
    paint(PackingSlips::pdfInto(buffer), [this, buffer, path](bool isComplete, int pages) {
        const QByteArray bytes = buffer->data();
        buffer->deleteLater();
        if (isComplete)
            writePdf(path, bytes, pages);
        else
            m_banner->say(Tone::Info, tr("The packing slips were stopped. No file was written."));
    });
}

void OrdersActions::writePdf(const QString& path, const QByteArray& bytes, int pages)
{
    whenAnswered(writeWhole(path, bytes), this, [this, path, pages](const Result<void>& written) {
        if (written)
            m_undo->tell(tr("%n page(s) written to %1", nullptr, pages).arg(QFileInfo(path).fileName()));
        else
            m_banner->say(
                Tone::Bad,
                tr("The PDF could not be written. An older file of that name is as it was; try another folder."),
                written.error().message);
    });
}

} // namespace zg::ui
