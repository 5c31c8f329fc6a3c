// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/desk.h"
#include "ui/models/reversal.h"

namespace zg::ui {

class Banner;
class ProductEditor;
class ProductModel;
class ProductsEdits;
class UndoBar;

/// Takes a line of a product's history back, as a change of its own: the history keeps both. Asks first when the same
/// has been changed again since.
/// Thread: main.
class ProductsReversals final : public QObject
{
    Q_OBJECT

public:
    ProductsReversals(node::ProductDesk& desk, ProductModel& model, ProductEditor& editor, ProductsEdits& edits,
                      Banner& banner, UndoBar& undo, QObject* parent);
    void reverse(ProductId id, const shop::ProductEvent& event);

Q_SIGNALS:
    void reversed(zg::ProductId id);

private:
    void begin(const shop::Product& now, const shop::ProductEvent& event);
    void apply(const shop::Product& now, const Reversal& reversal, bool isUndo);
    void adjust(ProductId id, qint64 delta, bool isUndo);
    void take(const shop::Product& product);
    void refuse(ProductId id, const Error& error);
    QString nameOf(ProductId id) const;

    node::ProductDesk& m_desk;
    ProductModel& m_model;
    ProductEditor& m_editor;
    ProductsEdits& m_edits;
    Banner& m_banner;
    UndoBar& m_undo;
};

} // namespace zg::ui
