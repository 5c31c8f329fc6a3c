// SPDX-License-Identifier: GPL-3.0-or-later
// Files out of the orders page.
#include "ui/pages/orderspage.h"

#include "ui/models/ordersheet.h"
#include "ui/shell/windowstate.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/listexport.h"
#include "ui/widgets/progressstrip.h"
#include "ui/widgets/undobar.h"

#include "ui_orderspage.h"

#include <QFileDialog>

using namespace Qt::StringLiterals;

namespace zg::ui {

void OrdersPage::askExport()
{
    auto* dialog = new QFileDialog(this, tr("Export orders"), m_context.state.value(u"orders/folder"_s).toString());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("CSV (*.csv)"), tr("Excel workbook (*.xlsx)")});
    dialog->setDefaultSuffix(u"csv"_s);
    dialog->selectFile(tr("orders") + QDate::currentDate().toString(u"-yyyy-MM-dd"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.contains(u"xlsx"_s) ? u"xlsx"_s : u"csv"_s);
    });
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        m_context.state.setValue(u"orders/folder"_s, QFileInfo(path).path());
        exportTo(path);
    });
    dialog->open();
}

void OrdersPage::exportTo(const QString& path)
{
    if (m_export)
        return;
    const auto ask = [this, asked = filter()](const QByteArray& cursor, int limit) {
        return m_desk.list(asked, cursor, limit);
    };
    auto* run = new ListExport<shop::Order>(ask, addOrder, orderSheet(), path, this);
    m_export = run;
    m_progress->begin(tr("Exporting"));
    const auto end = [this] {
        m_export = nullptr;
        m_progress->end();
    };
    connect(run, &ListExportBase::advanced, m_progress, [this](int rows) { m_progress->advance(rows, 0); });
    connect(m_progress, &ProgressStrip::cancelled, run, &ListExportBase::cancel);
    connect(run, &ListExportBase::cancelled, this, end);
    connect(run, &ListExportBase::finished, this, [this, end, path](int rows) {
        end();
        m_undo->tell(tr("%n order(s) written to %1", nullptr, rows).arg(QFileInfo(path).fileName()));
    });
    connect(run, &ListExportBase::failed, this, [this, end](const Error& error) {
        end();
        m_banner->say(Tone::Bad, tr("The export was not written. An older file of that name is as it was."),
                      error.message);
    });
    run->start();
}

} // namespace zg::ui
