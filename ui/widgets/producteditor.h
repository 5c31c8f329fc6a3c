// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "ui/widgets/producteditorform.h"

#include <QHash>
#include <QPointer>
#include <QSet>
#include <QWidget>

#include <memory>

namespace Ui {
class ProductEditor;
}

namespace zg::ui {

class Banner;
class Theme;

/// One product, to be changed. What was typed and not saved is kept when another product is shown, and comes back with
/// it. It asks by signals and is told the outcome. Thread: main.
class ProductEditor final : public QWidget
{
    Q_OBJECT

public:
    explicit ProductEditor(Theme& theme, QWidget* parent = nullptr);
    ~ProductEditor() override;
    Q_DISABLE_COPY_MOVE(ProductEditor)

    void setCategories(const QList<shop::Category>& categories);
    void setHistory(QWidget* history);              ///< takes the place of the second tab
    void showProduct(const shop::Product& product); ///< the same one again: brings untouched fields up to date
    void beginNew();
    void showNothing();
    ProductId productId() const { return m_isNew ? ProductId() : m_base.id; }
    bool isNew() const { return m_isNew; }
    bool isChanged() const;
    bool hasTyped() const;           ///< changed fields, or a stock adjustment that is not made
    QSet<ProductId> unsaved() const; ///< also of products not shown now; ProductId() is the new one
    bool isShowingHistory() const;

    void forgetUnsaved(ProductId id); ///< it was saved while another product was shown
    void save();
    void revert(); ///< a new product is given up
    void focusFields();
    void focusStock(); ///< to the stock adjustment
    void toggleHistory();

    void setSaving(bool isSaving);
    void confirmSaved(const shop::Product& product); ///< what was typed is in the store
    void refuse(const Error& error);                 ///< says why; the fields keep what was typed
    void conflict(const shop::Product& fresh);       ///< somebody else was quicker
    void confirmAdjusted(const shop::Product& product);

Q_SIGNALS:
    void saveWanted(zg::ProductId id, const zg::shop::ProductPatch& patch);
    void createWanted(const zg::shop::ProductDraft& draft);
    void adjustWanted(zg::ProductId id, qint64 delta, const QString& note);
    void historyShown();
    void newLeft();       ///< the new product was given up: nothing is shown
    void draftsChanged(); ///< which products have something unsaved

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Unsaved
    {
        shop::Product base;
        ProductForm form;
        QString stock, note; ///< an adjustment that was not asked for yet
    };
    void retranslate();
    ProductForm form() const;
    void fill(const ProductForm& form);
    void fillCategories();
    void stash();
    void tellDrafts();
    void fillAdjustment(const QString& stock, const QString& note);
    bool hasAdjustment() const;
    void mark(QWidget* field, bool isWrong);
    void adapt(); ///< everything that follows from what stands in the fields
    void updateStockHint();
    void showImage();
    void wantAdjust();
    void pointAt(const QString& field);

    std::unique_ptr<Ui::ProductEditor> m_ui;
    Banner* m_banner;
    QList<shop::Category> m_categories;
    shop::Product m_base; // as the store had it when the fields were filled
    bool m_isNew = false;
    bool m_isSaving = false;
    bool m_isFilling = false;
    QHash<ProductId, Unsaved> m_unsaved; // of products not shown now; ProductId() is the new one
    QSet<ProductId> m_toldUnsaved;
    QString m_sentStock;               // what stands in the field is on its way: it is not typed for another time
    QPointer<QWidget> m_beforeHistory; // where the keyboard was
    QString m_imageShown;
    quint64 m_imageGeneration = 0;
};

} // namespace zg::ui
