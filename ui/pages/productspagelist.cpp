// SPDX-License-Identifier: GPL-3.0-or-later
// The page's list: filters, sorting, what is said when there is nothing to show.
#include "ui/pages/productspage.h"

#include "ui_productspage.h"

#include "ui/errortext.h"
#include "ui/format.h"
#include "ui/pages/productsactions.h"
#include "ui/shell/windowstate.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/producteditor.h"

#include <QApplication>

using namespace Qt::StringLiterals;

namespace zg::ui {

using shop::ProductSort;

shop::ProductFilter ProductsPage::filter() const
{
    shop::ProductFilter filter;
    filter.text = m_ui->search->text().trimmed();
    if (const QVariant status = m_ui->status->currentData(); status.isValid())
        filter.status = shop::ProductStatus(status.toInt());
    if (const QVariant category = m_ui->category->currentData(); category.isValid())
        filter.categoryId = CategoryId(category.toLongLong());
    filter.sort = ProductSort(m_ui->sort->currentData().toInt());
    return filter;
}

bool ProductsPage::hasFilter() const
{
    const shop::ProductFilter now = filter();
    return !now.text.isEmpty() || now.status || now.categoryId;
}

void ProductsPage::search(const QString& text)
{
    clearFilters(text);
}

void ProductsPage::clearFilters(const QString& text)
{
    const QSignalBlocker quiet(m_ui->search);
    m_ui->search->setText(text);
    m_ui->status->setCurrentIndex(0);
    m_ui->category->setCurrentIndex(0);
    m_context.state.setValue(u"products/status"_s, {});
    m_context.state.setValue(u"products/category"_s, {});
    reload();
}

void ProductsPage::reload()
{
    m_isAsked = true;
    m_searchDelay.stop();
    if (m_model.categories().isEmpty())
        loadCategories();
    m_ui->table->scrollToTop();
    m_pager.reload();
}

void ProductsPage::loadCategories()
{
    whenAnswered(m_desk.categories(), this, [this](const Result<QList<shop::Category>>& categories) {
        if (!categories)
            return; // the list says the same, louder
        m_model.setCategories(*categories);
        m_editor->setCategories(*categories);
        const QVariant chosen = m_ui->category->currentData();
        while (m_ui->category->count() > 1)
            m_ui->category->removeItem(1);
        for (const shop::Category& category : *categories)
            m_ui->category->addItem(category.name, category.id.value);
        const QVariant wanted = chosen.isValid() ? chosen : m_context.state.value(u"products/category"_s);
        m_ui->category->setCurrentIndex(wanted.isValid() ? qMax(0, m_ui->category->findData(wanted.toLongLong())) : 0);
        if (m_ui->category->currentIndex() > 0 && !chosen.isValid())
            m_pager.reload();
    });
}

void ProductsPage::applySort(ProductSort sort)
{
    m_ui->sort->setCurrentIndex(m_ui->sort->findData(int(sort)));
    m_context.state.setValue(u"products/sort"_s, int(sort));
    const bool isByPrice = sort == ProductSort::PriceAsc || sort == ProductSort::PriceDesc;
    m_model.setSortMark(isByPrice                    ? ProductModel::PriceColumn
                        : sort == ProductSort::Sales ? ProductModel::SalesColumn
                                                     : ProductModel::IdColumn,
                        sort == ProductSort::PriceAsc ? Qt::AscendingOrder : Qt::DescendingOrder);
    if (m_isAsked)
        reload();
}

void ProductsPage::sortByColumn(int column)
{
    const ProductSort now = ProductSort(m_ui->sort->currentData().toInt());
    ProductSort wanted = now;
    if (column == ProductModel::IdColumn)
        wanted = ProductSort::Newest;
    else if (column == ProductModel::PriceColumn)
        wanted = now == ProductSort::PriceAsc ? ProductSort::PriceDesc : ProductSort::PriceAsc;
    else if (column == ProductModel::SalesColumn)
        wanted = ProductSort::Sales;
    if (wanted != now)
        applySort(wanted);
}

void ProductsPage::showState()
{
    const bool isEmpty = m_model.rowCount() == 0;
    m_ui->stack->setCurrentWidget(isEmpty ? static_cast<QWidget*>(m_empty) : m_ui->table);
    using State = PagerBase::State;
    const State state = m_pager.state();
    const Error& error = m_pager.error();
    if (isEmpty && (state == State::Loading || state == State::LoadingMore))
        m_empty->showLoading(tr("Reading the products"), true);
    else if (isEmpty && (state == State::Failed || state == State::FailedMore))
        m_empty->showFailed(tr("The products could not be read"), errorText(error), error.message, tr("Try again"));
    else if (isEmpty && state == State::Stopped)
        m_empty->showEmpty(u"products"_s, tr("Stopped"), tr("The list was not read."), tr("Read it now"));
    else if (isEmpty && hasFilter())
        m_empty->showEmpty(u"search"_s, tr("No product is like that"),
                           tr("Another word, or fewer filters, may find it."), tr("Clear the filters"));
    else if (isEmpty)
        m_empty->showEmpty(u"products"_s, tr("No products yet"),
                           tr("Add the first one with Ctrl+N, or bring a whole list with Ctrl+I."), tr("New product"));

    const int selected = int(m_ui->table->selectedRowNumbers().size());
    QString count;
    if (!isEmpty)
        count = m_pager.isComplete() ? tr("%n product(s)", nullptr, m_model.rowCount())
                                     : tr("%1 loaded, more as you scroll").arg(countText(m_model.rowCount()));
    if (state == State::FailedMore)
        count += u" · "_s + tr("the next ones could not be read, scroll again to retry");
    if (state == State::LoadingMore)
        count += u" · "_s + tr("reading more");
    if (selected > 1)
        count += u" · "_s + tr("%n selected", nullptr, selected);
    m_ui->count->setText(count);
    if (m_wanted.isSet() && m_model.indexOf(m_wanted) >= 0)
        select(std::exchange(m_wanted, {}));
}

void ProductsPage::showCurrent()
{
    const QModelIndex current = m_ui->table->currentIndex();
    if (!current.isValid())
        return;
    const shop::Product& product = m_model.row(current.row());
    // Another product comes under the hands of somebody who types: the rest of a name is not for it.
    if (product.id != m_editor->productId() && m_editor->isAncestorOf(QApplication::focusWidget()))
        m_ui->table->setFocus(Qt::OtherFocusReason);
    m_editor->showProduct(product);
}

/// The product beside the list is always one of the list, or a new one. What was typed is kept by the editor.
void ProductsPage::keepInStep()
{
    const PagerBase::State state = m_pager.state();
    if (state == PagerBase::State::Loading || m_editor->isNew() || m_ui->table->currentIndex().isValid())
        return;
    if (m_model.rowCount() > 0)
        m_ui->table->chooseRow(0);
    else
        m_editor->showNothing();
}

QString ProductsPage::unsaved() const
{
    QSet<ProductId> all = m_editor->unsaved();
    const bool hasNew = all.remove(ProductId());
    all.unite(m_model.drafted());
    QStringList parts;
    if (hasNew)
        parts += tr("a new product");
    if (!all.isEmpty())
        parts += tr("changes of %n product(s)", nullptr, int(all.size()));
    return parts.join(u", "_s);
}

/// Back to where the new product was begun.
void ProductsPage::leaveNew()
{
    const ProductId before = std::exchange(m_beforeNew, {});
    if (m_model.indexOf(before) >= 0)
        select(before);
    else
        keepInStep();
    m_ui->table->setFocus(Qt::OtherFocusReason);
}

void ProductsPage::select(ProductId id)
{
    const int row = m_model.indexOf(id);
    if (row < 0)
        return;
    m_ui->table->chooseRow(row);
    m_ui->table->scrollTo(m_model.index(row, 0));
}

void ProductsPage::openItem(qint64 id)
{
    const ProductId wanted{id};
    if (m_model.indexOf(wanted) >= 0) {
        select(wanted);
        return;
    }
    whenAnswered(m_desk.find(wanted), this, [this, wanted](const Result<shop::Product>& found) {
        if (!found) {
            m_banner->setAction({});
            m_banner->say(Tone::Bad, tr("Product %1: %2").arg(wanted.value).arg(errorText(found.error())),
                          found.error().message);
            m_banner->setDismissable(true);
            return;
        }
        m_wanted = wanted;
        m_ui->status->setCurrentIndex(0);
        m_ui->category->setCurrentIndex(0);
        m_ui->search->setText(found->name); // the list then begins with it; typing on looks further
        reload();
    });
}

void ProductsPage::retranslate()
{
    const auto fill = [](QComboBox* box, const QList<std::pair<QString, QVariant>>& items, const QVariant& chosen) {
        box->clear();
        for (const auto& [text, data] : items)
            box->addItem(text, data);
        box->setCurrentIndex(chosen.isValid() ? qMax(0, box->findData(chosen)) : 0);
    };
    const auto remembered = [this](QComboBox* box, const QString& key) {
        const QVariant kept = m_context.state.value(key);
        return box->count() > 0                                                 ? box->currentData()
               : kept.isValid() && !kept.isNull() && !kept.toString().isEmpty() ? QVariant(kept.toInt())
                                                                                : QVariant();
    };
    fill(m_ui->status,
         {{tr("Every status"), {}},
          {statusText(shop::ProductStatus::OnSale), int(shop::ProductStatus::OnSale)},
          {statusText(shop::ProductStatus::OffShelf), int(shop::ProductStatus::OffShelf)}},
         remembered(m_ui->status, u"products/status"_s));
    const bool isFirst = m_ui->sort->count() == 0;
    fill(m_ui->sort,
         {{tr("Newest first"), int(ProductSort::Newest)},
          {tr("Cheapest first"), int(ProductSort::PriceAsc)},
          {tr("Dearest first"), int(ProductSort::PriceDesc)},
          {tr("Best sellers first"), int(ProductSort::Sales)}},
         remembered(m_ui->sort, u"products/sort"_s));
    if (isFirst)
        applySort(ProductSort(m_ui->sort->currentData().toInt()));
    if (m_ui->category->count() == 0)
        m_ui->category->addItem(QString());
    m_ui->category->setItemText(0, tr("Every category"));
    m_ui->search->setPlaceholderText(tr("Search by name"));
    m_ui->search->setToolTip(tr("Part of a name (Ctrl+F)"));
    m_ui->search->setAccessibleName(tr("Search by name"));
    m_ui->status->setAccessibleName(tr("Filter by status"));
    m_ui->category->setAccessibleName(tr("Filter by category"));
    m_ui->sort->setAccessibleName(tr("Sort"));
    m_ui->table->setAccessibleName(tr("Products"));
    m_actions->retranslate();
    m_ui->add->setText(m_actions->add->text());
    m_ui->add->setToolTip(m_actions->add->toolTip());
    m_model.retranslate();
    showState();
}

} // namespace zg::ui
