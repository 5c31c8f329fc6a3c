// SPDX-License-Identifier: GPL-3.0-or-later
// Files in and out of the products page.
#include "ui/pages/productspage.h"

#include "ui/models/productcsv.h"
#include "ui/pages/productsactions.h"
#include "ui/pages/productsbulkdialog.h"
#include "ui/pages/productsimportdialog.h"
#include "ui/shell/windowstate.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/listexport.h"
#include "ui/widgets/progressstrip.h"
#include "ui/widgets/undobar.h"

#include "ui_productspage.h"

#include <QDate>
#include <QFileDialog>

using namespace Qt::StringLiterals;

namespace zg::ui {

void ProductsPage::askImport()
{
    auto* dialog = new QFileDialog(this, tr("Import products"), m_context.state.value(u"products/folder"_s).toString(),
                                   tr("CSV files (*.csv)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        m_context.state.setValue(u"products/folder"_s, QFileInfo(path).path());
        importFrom(path);
    });
    dialog->open();
}

void ProductsPage::importFrom(const QString& path)
{
    auto* dialog = new ProductsImportDialog(m_desk, m_model.categories(), m_context.theme, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ProductsImportDialog::applied, this, &ProductsPage::reload);
    dialog->open();
    dialog->read(path);
}

void ProductsPage::changeMany()
{
    QList<shop::Product> chosen;
    for (const ProductId id : m_actions->selected())
        if (const shop::Product* product = m_model.find(id))
            chosen.append(*product);
    if (chosen.isEmpty() || (m_bulk && m_bulk->isRunning())) // it sets the last change back still
        return;
    auto* bulk = new ProductsBulk(m_desk, m_model.categories(), this);
    bulk->setProducts(chosen);
    auto* dialog = new ProductsBulkDialog(*bulk, m_model.categories(), m_context.theme, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(bulk, &ProductsBulk::undone, this, [this](int products, int failures) {
        const QString text = tr("%n product(s) set back", nullptr, products);
        m_undo->tell(failures == 0
                         ? text
                         : QString(text % u"; "_s % tr("%n not: somebody changed them again", nullptr, failures)));
        reload();
    });
    connect(dialog, &QDialog::finished, bulk, [this, bulk] {
        if (bulk->changed().isEmpty()) {
            bulk->deleteLater(); // what can be undone is the change before it
            return;
        }
        delete m_bulk;
        m_bulk = bulk;
        reload();
        m_undo->offer(
            tr("%n product(s) changed", nullptr, int(bulk->changed().size())), [this] { m_bulk->undo(); }, 20);
    });
    dialog->open();
}

void ProductsPage::askExport()
{
    auto* dialog = new QFileDialog(this, tr("Export products"), m_context.state.value(u"products/folder"_s).toString());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("CSV, can be imported again (*.csv)"), tr("Excel workbook (*.xlsx)")});
    dialog->setDefaultSuffix(u"csv"_s);
    dialog->selectFile(tr("products") + QDate::currentDate().toString(u"-yyyy-MM-dd"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.contains(u"xlsx"_s) ? u"xlsx"_s : u"csv"_s);
    });
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        m_context.state.setValue(u"products/folder"_s, QFileInfo(path).path());
        exportTo(path);
    });
    dialog->open();
}

void ProductsPage::exportTo(const QString& path)
{
    if (m_export)
        return;
    Sheet sheet;
    sheet.header = ProductCsv::header();
    sheet.numbers = ProductCsv::numberColumns();
    const ProductCsv csv(m_model.categories());
    const auto ask = [this, asked = filter()](const QByteArray& cursor, int limit) {
        return m_desk.list(asked, cursor, limit);
    };
    const auto add = [csv](Sheet& rows, const shop::Product& product) { rows.rows += csv.write(product); };
    auto* run = new ListExport<shop::Product>(ask, add, sheet, path, this);
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
        m_undo->tell(tr("%n product(s) written to %1", nullptr, rows).arg(QFileInfo(path).fileName()));
    });
    connect(run, &ListExportBase::failed, this, [this, end](const Error& error) {
        end();
        m_banner->setAction({});
        m_banner->say(Tone::Bad, tr("The export was not written. An older file of that name is as it was."),
                      error.message);
        m_banner->setDismissable(true);
    });
    run->start();
}

} // namespace zg::ui
