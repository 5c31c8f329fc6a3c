// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/productmodel.h"
#include "ui/models/tablemodelpager.h"
#include "ui/pages/pages.h"

#include <QPointer>
#include <QTimer>

#include <memory>

namespace Ui {
class ProductsPage;
}

namespace zg::ui {

class Banner;
class EmptyState;
class ListExportBase;
class ProductEditor;
class ProductHistory;
class ProductsActions;
class ProductsBulk;
class ProductsEdits;
class ProgressStrip;
class UndoBar;

/// Products: a long table, searched as one types, with an editor beside it.
/// Thread: main.
class ProductsPage final : public Page
{
    Q_OBJECT

public:
    explicit ProductsPage(const PageContext& context, QWidget* parent = nullptr);
    ~ProductsPage() override;
    Q_DISABLE_COPY_MOVE(ProductsPage)

    void refresh(const Tick& tick) override;
    void focusSearch() override;
    void search(const QString& text) override;
    void openItem(qint64 id) override;
    QList<QAction*> paletteActions() const override;
    QString unsaved() const override;

    void importFrom(const QString& path); ///< the dry run, in a dialog
    void exportTo(const QString& path);
    void changeMany(); ///< what is selected, in a dialog
    shop::ProductFilter filter() const;
    ProductModel& model() { return m_model; }
    ProductsActions& productActions() { return *m_actions; }
    ProductEditor& editor() { return *m_editor; }

protected:
    void retranslate() override;
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void setupModel();
    void setupFilters();
    void setupEditor();
    void setupActions();
    void connectBackend();
    void reload();
    void loadCategories();
    void applySort(shop::ProductSort sort);
    void sortByColumn(int column);
    void showState();
    void showCurrent();
    void keepInStep();
    void select(ProductId id);
    void askImport();
    void askExport();
    bool hasFilter() const;
    void clearFilters(const QString& text = {}); ///< but for this text
    void leaveNew();

    PageContext m_context;
    node::ProductDesk& m_desk;
    std::unique_ptr<Ui::ProductsPage> m_ui;
    ProductModel m_model;
    Pager<shop::Product> m_pager;
    QTimer m_searchDelay;
    Banner* m_banner;
    Banner* m_staleBanner; // the list could not be refreshed
    EmptyState* m_empty;
    UndoBar* m_undo;
    QPointer<ProductsBulk> m_bulk; ///< the last change of many: it outlives its dialog, for the Undo
    ProgressStrip* m_progress;
    ProductEditor* m_editor;
    ProductHistory* m_history;
    ProductsActions* m_actions = nullptr;
    ProductsEdits* m_edits = nullptr;
    ListExportBase* m_export = nullptr;
    bool m_isAsked = false; // the first page was asked for
    ProductId m_wanted;     // to be selected when it is here
    ProductId m_beforeNew;  // what was shown when a new product was begun
};

} // namespace zg::ui
