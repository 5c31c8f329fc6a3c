// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/productsactions.h"

#include "ui/answer.h"
#include "ui/errortext.h"
#include "ui/models/productmodel.h"
#include "ui/shell/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/batch.h"
#include "ui/widgets/progressstrip.h"
#include "ui/widgets/tableview.h"
#include "ui/widgets/undobar.h"

using namespace Qt::StringLiterals;

namespace zg::ui {

using shop::Product;
using shop::ProductStatus;

ProductsActions::ProductsActions(node::ProductDesk& desk, ProductModel& model, TableView& table, Theme& theme,
                                 QWidget* page)
    : QObject(page)
    , m_desk(desk)
    , m_model(model)
    , m_table(table)
    , m_page(page)
{
    const struct
    {
        QAction** action;
        const char16_t* icon;
        QKeySequence keys;
    } rows[] = {
        {&add, u"plus", Qt::CTRL | Qt::Key_N},
        {&save, u"check", Qt::CTRL | Qt::Key_S},
        {&onSale, u"eye", Qt::CTRL | Qt::Key_U},
        {&offShelf, u"eyeoff", Qt::CTRL | Qt::Key_D},
        {&bulk, u"edit", Qt::CTRL | Qt::Key_B},
        {&adjust, u"edit", Qt::CTRL | Qt::Key_J},
        {&history, u"history", Qt::CTRL | Qt::Key_H},
        {&remove, u"trash", Qt::CTRL | Qt::Key_Delete},
        {&importCsv, u"import", Qt::CTRL | Qt::Key_I},
        {&exportSheet, u"export", Qt::CTRL | Qt::Key_E},
        {&reload, u"refresh", Qt::Key_F5},
    };
    for (const auto& row : rows) {
        QAction* action = *row.action = new QAction(page);
        const QString icon = QString::fromUtf16(row.icon);
        action->setIcon(theme.icon(icon));
        connect(&theme, &Theme::changed, action, [action, icon, &theme] { action->setIcon(theme.icon(icon)); });
        action->setShortcut(row.keys);
        action->setShortcutContext(Qt::WindowShortcut); // of the page that is visible, wherever the focus is
        page->addAction(action);
    }
    connect(onSale, &QAction::triggered, this, [this] { setStatus(selected(), ProductStatus::OnSale); });
    connect(offShelf, &QAction::triggered, this, [this] { setStatus(selected(), ProductStatus::OffShelf); });
    connect(remove, &QAction::triggered, this, &ProductsActions::askRemove);
    connect(table.selectionModel(), &QItemSelectionModel::selectionChanged, this, &ProductsActions::updateEnabled);
    for (QAction* action : {onSale, offShelf, bulk, adjust, history, remove})
        table.addAction(action);
    updateEnabled();
    retranslate();
}

void ProductsActions::attach(Banner& banner, UndoBar& undo, ProgressStrip& progress)
{
    m_banner = &banner;
    m_undo = &undo;
    m_progress = &progress;
    connect(m_progress, &ProgressStrip::cancelled, this, [this] {
        if (m_batch)
            m_batch->cancel();
    });
}

QList<QAction*> ProductsActions::all() const
{
    return {add, save, onSale, offShelf, bulk, adjust, history, remove, importCsv, exportSheet, reload};
}

void ProductsActions::retranslate()
{
    const QHash<QAction*, std::pair<QString, QString>> texts{
        {add, {tr("New product"), tr("Adds a product to the store")}},
        {save, {tr("Save the product"), tr("Saves what the editor changed")}},
        {onSale, {tr("Put on sale"), tr("Puts what is selected on the shelf, with an Undo")}},
        {offShelf, {tr("Take off"), tr("Takes what is selected off the shelf, with an Undo")}},
        {bulk, {tr("Change many…"), tr("One change of price, stock or category for what is selected, shown first")}},
        {adjust, {tr("Adjust stock"), tr("Changes the stock, with a note")}},
        {history, {tr("Stock history"), tr("Shows who changed the stock, when and why")}},
        {remove, {tr("Delete…"), tr("Takes what is selected out of the store for good; orders keep their copy")}},
        {importCsv, {tr("Import CSV…"), tr("Reads products from a file and shows first what would change")}},
        {exportSheet, {tr("Export…"), tr("Writes every product of this list to a CSV or XLSX file")}},
        {reload, {tr("Refresh"), tr("Reads the list again")}},
    };
    for (auto it = texts.cbegin(); it != texts.cend(); ++it) {
        it.key()->setText(it->first);
        const QString keys = it.key()->shortcut().toString(QKeySequence::NativeText);
        it.key()->setToolTip(it->second % u" ("_s % keys % u")"_s);
    }
}

QList<ProductId> ProductsActions::selected() const
{
    QList<ProductId> ids;
    for (const int row : m_table.selectedRowNumbers())
        ids += m_model.row(row).id;
    return ids;
}

void ProductsActions::updateEnabled()
{
    const bool any = m_table.selectionModel()->hasSelection();
    const bool isFree = !m_batch;
    for (QAction* action : {onSale, offShelf, bulk, remove})
        action->setEnabled(any && isFree);
    adjust->setEnabled(any);
    history->setEnabled(any);
}

QString ProductsActions::nameOf(ProductId id) const
{
    const Product* product = m_model.find(id);
    return product ? product->name : QString(u"#"_s % QString::number(id.value));
}

void ProductsActions::setStatus(const QList<ProductId>& ids, ProductStatus status)
{
    Old wanted;
    for (const ProductId id : ids)
        if (const Product* product = m_model.find(id); product && product->status != status)
            wanted.insert(id, status);
    if (wanted.isEmpty())
        m_undo->tell(status == ProductStatus::OnSale ? tr("On sale already") : tr("Off the shelf already"));
    else
        setStatuses(wanted, false);
}

void ProductsActions::setStatuses(const Old& wanted, bool isUndo)
{
    if (m_batch)
        return;
    const QList<ProductId> ids = wanted.keys();
    const auto before = std::make_shared<Old>(); // what was really changed, as it was
    m_batch = new Batch(
        int(ids.size()),
        [this, ids, wanted, before](int at, const Batch::Done& done) {
            const ProductId id = ids.at(at);
            const Product* product = m_model.find(id);
            const ProductStatus was = product                                     ? product->status
                                      : wanted.value(id) == ProductStatus::OnSale ? ProductStatus::OffShelf
                                                                                  : ProductStatus::OnSale;
            patchStatus(id, wanted.value(id), product ? product->version : 0, true,
                        [id, was, before, done](const std::optional<Error>& error) {
                            if (!error)
                                before->insert(id, was);
                            done(error);
                        });
        },
        this);
    const bool toSale = wanted.cbegin().value() == ProductStatus::OnSale;
    connect(m_batch, &Batch::finished, this, [this, batch = m_batch.data(), ids, before, toSale, isUndo] {
        m_batch = nullptr;
        m_progress->end();
        updateEnabled();
        const int count = int(before->size());
        if (count > 0) {
            const QString one = nameOf(before->cbegin().key());
            const QString text = count == 1
                                     ? (toSale ? tr("%1 is on sale").arg(one) : tr("%1 is off the shelf").arg(one))
                                 : toSale ? tr("%n product(s) put on sale", nullptr, count)
                                          : tr("%n product(s) taken off the shelf", nullptr, count);
            if (isUndo)
                m_undo->tell(text);
            else
                m_undo->offer(text, [this, before] { setStatuses(*before, true); });
        }
        report(*batch, ids, tr("kept the status they had"));
        Q_EMIT changed();
    });
    run(m_batch, toSale ? tr("Putting on sale") : tr("Taking off the shelf"));
}

/// The status is meant whatever else changed meanwhile: a stale version is fetched and tried once more.
void ProductsActions::patchStatus(ProductId id, ProductStatus status, qint64 version, bool mayRetry,
                                  const Batch::Done& done)
{
    shop::ProductPatch patch;
    patch.version = version;
    patch.status = status;
    const auto retry = [this, id, status, done] {
        whenAnswered(m_desk.find(id), this, [this, id, status, done](const Result<Product>& fresh) {
            if (!fresh)
                done(fresh.error());
            else
                patchStatus(id, status, fresh->version, false, done);
        });
    };
    if (version == 0) {
        retry();
        return;
    }
    whenAnswered(m_desk.update(id, patch), this, [this, mayRetry, retry, done](const Result<Product>& saved) {
        if (saved)
            m_model.replace(*saved);
        else if (mayRetry && saved.error().code == ErrorCode::VersionConflict)
            return retry();
        done(saved ? std::nullopt : std::optional(saved.error()));
    });
}

void ProductsActions::run(Batch* batch, const QString& what)
{
    m_banner->clear();
    m_banner->setAction({});
    m_progress->begin(what);
    connect(batch, &Batch::advanced, m_progress, &ProgressStrip::advance);
    updateEnabled();
    batch->start();
}

void ProductsActions::report(const Batch& batch, const QList<ProductId>& ids, const QString& kept)
{
    if (batch.wasCancelled())
        m_banner->say(
            Tone::Info,
            tr("Stopped: %1 of %2 are done, the others are as they were.").arg(batch.succeeded()).arg(batch.total()));
    if (batch.failures().isEmpty())
        return;
    QStringList details;
    for (const Batch::Failure& failure : batch.failures())
        details += nameOf(ids.at(failure.at)) + u": "_s + errorText(failure.error) + u' ' + failure.error.message;
    m_banner->say(Tone::Bad,
                  tr("%n product(s) %1: %2", nullptr, int(batch.failures().size()))
                      .arg(kept, errorText(batch.failures().first().error)),
                  details.join(u'\n'));
    m_banner->setDismissable(true);
}

} // namespace zg::ui
