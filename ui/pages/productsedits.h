// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/desk.h"
#include "ui/models/productmodel.h"

#include <functional>

namespace zg::ui {

class Banner;
class ProductEditor;
class UndoBar;

/// Takes what was typed, in a cell or in the editor, to the store: one change of a product at a time, with an Undo, and
/// with what was typed kept when it is refused.
/// Thread: main.
class ProductsEdits final : public QObject
{
    Q_OBJECT

public:
    ProductsEdits(node::ProductDesk& desk, ProductModel& model, ProductEditor& editor, Banner& banner, UndoBar& undo,
                  QObject* parent);

    using Deed = std::function<void()>;
    /// A question in the banner, in place of the one before. @param error what is asked about
    void ask(const QString& text, const QString& button, const Error& error, const Deed& again, const Deed& dismissed);

Q_SIGNALS:
    void created(zg::ProductId id);
    void stockChanged(zg::ProductId id);

private:
    void queue(ProductId id, const Deed& deed);
    void done(ProductId id);
    void changePrice(ProductId id, qint64 fen, bool isUndo);
    void sendPrice(const shop::Product& product, qint64 fen, bool isUndo);
    void changeStock(ProductId id, qint64 delta, const QString& note, bool isUndo);
    void save(ProductId id, const shop::ProductPatch& patch);
    void create(const shop::ProductDraft& draft);
    void refused(ProductId id, ProductModel::ColumnId column, const Error& error, const Deed& again);
    void conflicted(ProductId id, qint64 fen);
    void take(const shop::Product& product);
    QString nameOf(ProductId id) const;

    node::ProductDesk& m_desk;
    ProductModel& m_model;
    ProductEditor& m_editor;
    Banner& m_banner;
    UndoBar& m_undo;
    QHash<ProductId, QList<Deed>> m_waiting; // a product that is here has a change on its way
    Deed m_again;
    Deed m_dismissed;
};

} // namespace zg::ui
