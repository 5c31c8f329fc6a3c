// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/desk.h"
#include "ui/models/bulkmodel.h"
#include "ui/widgets/batch.h"

#include <QPointer>

namespace zg::ui {

/// Makes one change to many products: shows first what it would do to each, then does it, and can take it back.
/// Thread: main.
class ProductsBulk final : public QObject
{
    Q_OBJECT

public:
    ProductsBulk(node::ProductDesk& desk, const QList<shop::Category>& categories, QObject* parent);
    void setProducts(const QList<shop::Product>& products);
    void preview(const BulkChange& change);
    void apply();  ///< the rows that change, as they were shown: one that was changed meanwhile is left alone
    void cancel(); ///< what was not begun stays as it was
    /// Takes back what apply() did, where nobody changed the same again.
    void undo();

    BulkModel& model() { return m_model; }
    bool isRunning() const { return m_batch; }
    bool hasApplied() const { return m_hasApplied; }
    const BulkChange& change() const { return m_change; }
    const QList<shop::Product>& changed() const { return m_changed; } ///< by apply(), as the store has them now

Q_SIGNALS:
    void stateChanged();
    void advanced(int done, int total);
    void undone(int products, int failures);

private:
    void run(QList<BulkRow> rows, bool isUndo);
    void send(const BulkRow& row, bool isUndo, const Batch::Done& done);

    node::ProductDesk& m_desk;
    BulkModel m_model;
    BulkChange m_change;
    QList<shop::Product> m_products;
    QList<shop::Product> m_changed;
    QPointer<Batch> m_batch;
    bool m_hasApplied = false;
};

} // namespace zg::ui
