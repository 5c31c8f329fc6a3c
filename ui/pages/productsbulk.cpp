// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/productsbulk.h"

#include "ui/answer.h"
#include "ui/errortext.h"

namespace zg::ui {

using shop::Product;
using State = BulkRow::State;

namespace {

/// From what the product is to what it shall be.
shop::ProductPatch patchOf(const Product& from, const Product& to)
{
    shop::ProductPatch patch;
    patch.version = from.version;
    if (from.priceFen != to.priceFen)
        patch.priceFen = to.priceFen;
    if (from.categoryId != to.categoryId)
        patch.categoryId = to.categoryId;
    return patch;
}

} // namespace

ProductsBulk::ProductsBulk(node::ProductDesk& desk, const QList<shop::Category>& categories, QObject* parent)
    : QObject(parent)
    , m_desk(desk)
{
    m_model.setCategories(categories);
}

void ProductsBulk::setProducts(const QList<Product>& products)
{
    m_products = products;
    preview(m_change);
}

void ProductsBulk::preview(const BulkChange& change)
{
    if (isRunning() || m_hasApplied)
        return;
    m_change = change;
    QList<BulkRow> rows;
    rows.reserve(m_products.size());
    for (const Product& product : std::as_const(m_products))
        rows.append(bulkRow(change, product));
    m_model.setKind(change.kind);
    m_model.assign(rows);
    m_model.retranslate(); // the same rows may read otherwise now
    Q_EMIT stateChanged();
}

void ProductsBulk::apply()
{
    if (isRunning() || m_hasApplied)
        return;
    QList<BulkRow> rows;
    for (const BulkRow& row : m_model.rows())
        if (row.state == State::Change)
            rows.append(row);
    m_hasApplied = true;
    run(rows, false);
}

void ProductsBulk::cancel()
{
    if (m_batch)
        m_batch->cancel();
}

void ProductsBulk::undo()
{
    QList<BulkRow> rows;
    for (const Product& now : std::as_const(m_changed)) {
        const BulkRow* row = m_model.find(now.id);
        if (row && !isRunning())
            rows.append(BulkRow{now, row->before, State::Change, {}});
    }
    if (!rows.isEmpty())
        run(rows, true);
}

void ProductsBulk::run(QList<BulkRow> rows, bool isUndo)
{
    m_batch = new Batch(
        int(rows.size()), [this, rows, isUndo](int at, const Batch::Done& done) { send(rows.at(at), isUndo, done); },
        this);
    connect(m_batch, &Batch::advanced, this, &ProductsBulk::advanced);
    connect(m_batch, &Batch::finished, this, [this, batch = m_batch.data(), isUndo] {
        m_batch = nullptr;
        if (isUndo)
            Q_EMIT undone(batch->succeeded(), int(batch->failures().size()));
        Q_EMIT stateChanged();
    });
    Q_EMIT stateChanged();
    m_batch->start();
}

void ProductsBulk::send(const BulkRow& row, bool isUndo, const Batch::Done& done)
{
    const qint64 delta = row.after.stock - row.before.stock;
    const auto answer =
        m_change.kind == BulkChange::Kind::StockBy
            ? m_desk.adjustStock(row.before.id, delta, isUndo ? tr("bulk change undone") : m_change.note)
            : m_desk.update(row.before.id, patchOf(row.before, row.after));
    whenAnswered(answer, this, [this, row, isUndo, done](const Result<Product>& saved) {
        if (!isUndo) {
            BulkRow shown = row;
            shown.state = saved ? State::Done : State::Failed;
            if (saved) {
                shown.after = *saved;
                m_changed.append(*saved);
            } else {
                shown.problem = errorText(saved.error());
            }
            m_model.replace(shown);
        }
        done(saved ? std::nullopt : std::optional(saved.error()));
    });
}

} // namespace zg::ui
