// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/desk.h"

#include <QAction>
#include <QPointer>

#include <functional>
#include <memory>

namespace zg::ui {

class Banner;
class Batch;
class ProductModel;
class ProgressStrip;
class TableView;
class Theme;
class UndoBar;

/// What can be done with the products that are selected, many at once: on and off the shelf (with an Undo), delete
/// (asked by name). Also holds the page's other actions, so that menus, buttons and the palette show the same ones.
/// Thread: main.
class ProductsActions final : public QObject
{
    Q_OBJECT

public:
    ProductsActions(node::ProductDesk& desk, ProductModel& model, TableView& table, Theme& theme, QWidget* page);
    void attach(Banner& banner, UndoBar& undo, ProgressStrip& progress);
    void retranslate();
    QList<QAction*> all() const;

    QAction *add, *save, *onSale, *offShelf, *bulk, *adjust, *history, *remove, *importCsv, *exportSheet, *reload;

    void setStatus(const QList<ProductId>& ids, shop::ProductStatus status);
    void removeAll(const QList<ProductId>& ids); ///< no questions asked
    QList<ProductId> selected() const;

Q_SIGNALS:
    void removed(zg::ProductId id);
    void changed(); ///< the store is another one now: lists may want to be read again

private:
    using Old = QHash<ProductId, shop::ProductStatus>;
    void setStatuses(const Old& wanted, bool isUndo);
    void patchStatus(ProductId id, shop::ProductStatus status, qint64 version, bool mayRetry,
                     const std::function<void(const std::optional<Error>&)>& done);
    void askRemove();
    void run(Batch* batch, const QString& what);
    void report(const Batch& batch, const QList<ProductId>& ids, const QString& failed);
    void updateEnabled();
    QString nameOf(ProductId id) const;

    node::ProductDesk& m_desk;
    ProductModel& m_model;
    TableView& m_table;
    QWidget* m_page;
    Banner* m_banner = nullptr;
    UndoBar* m_undo = nullptr;
    ProgressStrip* m_progress = nullptr;
    QPointer<Batch> m_batch;
};

} // namespace zg::ui
