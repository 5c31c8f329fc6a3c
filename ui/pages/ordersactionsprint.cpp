// SPDX-License-Identifier: GPL-3.0-or-later
// Packing slips and pick lists: on paper and as PDF.
#include "ui/pages/ordersactions.h"

#include "ui/answer.h"
#include "ui/shell/windowstate.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/packingslip.h"
#include "ui/widgets/paper.h"
#include "ui/widgets/picklist.h"
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

QString OrdersActions::nameOf(Print what) const
{
    return what == Print::Slips ? tr("Packing slips") : tr("Pick list");
}

void OrdersActions::paint(Print what, std::unique_ptr<QPagedPaintDevice> device,
                          const std::function<void(bool, int)>& then)
{
    const QList<shop::Order> orders = selected();
    const auto make = [what, orders](int at) {
        return what == Print::Slips ? packingSlip(orders.at(at)) : ui::pickList(orders);
    };
    m_paper = new Paper(std::move(device), what == Print::Slips ? int(orders.size()) : 1, make, this);
    m_progress->begin(what == Print::Slips ? tr("Making packing slips") : tr("Making the pick list"));
    connect(m_paper, &Paper::advanced, m_progress, &ProgressStrip::advance);
    connect(m_progress, &ProgressStrip::cancelled, m_paper, &Paper::cancel);
    connect(m_paper, &Paper::finished, this, [this, then](bool isComplete, int pages) {
        m_paper = nullptr;
        m_progress->end();
        updateEnabled();
        then(isComplete, pages);
    });
    updateEnabled();
    m_paper->start();
}

void OrdersActions::askPrint(Print what)
{
    if (m_paper || selected().isEmpty())
        return;
    // The dialog works on the printer until it closes; then the painting takes it over.
    auto printer = std::make_shared<std::unique_ptr<QPrinter>>(std::make_unique<QPrinter>(QPrinter::HighResolution));
    (*printer)->setDocName(nameOf(what));
    auto* dialog = new QPrintDialog(printer->get(), m_page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(what == Print::Slips ? tr("Print packing slips") : tr("Print a pick list"));
    connect(dialog, qOverload<QPrinter*>(&QPrintDialog::accepted), this, [this, printer, what] {
        // From the event loop: the dialog lets go of the printer first.
        QMetaObject::invokeMethod(
            this,
            [this, printer, what] {
                paint(what, std::move(*printer), [this](bool isComplete, int pages) {
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

void OrdersActions::askPdf(Print what)
{
    if (m_paper || selected().isEmpty())
        return;
    const bool isSlips = what == Print::Slips;
    auto* dialog = new QFileDialog(m_page, isSlips ? tr("Packing slips as PDF") : tr("Pick list as PDF"),
                                   m_state->value(u"orders/folder"_s).toString(), tr("PDF (*.pdf)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"pdf"_s);
    dialog->selectFile((isSlips ? tr("packing-slips") : tr("pick-list")) +
                       QDate::currentDate().toString(u"-yyyy-MM-dd"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, what](const QString& path) {
        m_state->setValue(u"orders/folder"_s, QFileInfo(path).path());
        savePdf(path, what);
    });
    dialog->open();
}

void OrdersActions::savePdf(const QString& path, Print what)
{
    // Painted into memory, then written whole on another thread: a stopped or failed one leaves no torso.
    auto* buffer = new QBuffer(this);
    buffer->open(QIODevice::WriteOnly);
    paint(what, Paper::pdfInto(buffer, nameOf(what)), [this, buffer, path, what](bool isComplete, int pages) {
        const QByteArray bytes = buffer->data();
        buffer->deleteLater();
        if (isComplete)
            writePdf(path, bytes, pages);
        else
            m_banner->say(Tone::Info, what == Print::Slips ? tr("The packing slips were stopped. No file was written.")
                                                           : tr("The pick list was stopped. No file was written."));
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
