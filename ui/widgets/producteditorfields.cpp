// SPDX-License-Identifier: GPL-3.0-or-later
// The editor's fields: what stands in them, what they are called, what is said beside them.
#include "ui/widgets/producteditor.h"

#include "ui_producteditor.h"

#include "core/money.h"
#include "ui/answer.h"
#include "ui/format.h"
#include "ui/models/productmodel.h"
#include "ui/widgets/sheetfile.h"

#include <QFileInfo>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace zg::ui {

namespace {

/// Only what is on this computer, or in the address itself, is loaded: the desk fetches nothing from a stranger's
/// server.
QString localPath(const QString& address)
{
    const QUrl url(address);
    if (url.isLocalFile())
        return url.toLocalFile();
    return QFileInfo(address).isAbsolute() ? address : QString();
}

QByteArray embeddedPicture(const QString& address)
{
    const qsizetype comma = address.indexOf(u',');
    if (!address.startsWith(u"data:image/"_s) || comma < 0)
        return {};
    const QByteArray body = address.mid(comma + 1).toLatin1();
    return address.left(comma).endsWith(u";base64"_s) ? QByteArray::fromBase64(body)
                                                      : QByteArray::fromPercentEncoding(body);
}

} // namespace

ProductForm ProductEditor::form() const
{
    ProductForm form;
    form.name = m_ui->name->text();
    const QVariant category = m_ui->category->currentData();
    if (category.isValid())
        form.categoryId = CategoryId(category.toLongLong());
    form.price = m_ui->price->text();
    form.status = shop::ProductStatus(m_ui->status->currentData().toInt());
    form.imageUrl = m_ui->imageUrl->text();
    form.description = m_ui->description->toPlainText();
    return form;
}

void ProductEditor::fill(const ProductForm& form)
{
    m_isFilling = true;
    m_ui->name->setText(form.name);
    int category = form.categoryId ? m_ui->category->findData(form.categoryId->value) : 0;
    if (category < 0) { // a category this desk has not heard of yet: kept, never silently dropped
        m_ui->category->addItem(u"#"_s % QString::number(form.categoryId->value), form.categoryId->value);
        category = m_ui->category->count() - 1;
    }
    m_ui->category->setCurrentIndex(category);
    m_ui->price->setText(form.price);
    m_ui->status->setCurrentIndex(qMax(0, m_ui->status->findData(int(form.status))));
    m_ui->imageUrl->setText(form.imageUrl);
    m_ui->imageUrl->setCursorPosition(0);
    m_ui->name->setCursorPosition(0);
    if (m_ui->description->toPlainText() != form.description)
        m_ui->description->setPlainText(form.description);
    m_isFilling = false;
    adapt();
}

void ProductEditor::fillCategories()
{
    m_isFilling = true;
    m_ui->category->clear();
    m_ui->category->addItem(tr("None"));
    for (const shop::Category& category : m_categories)
        m_ui->category->addItem(category.name, category.id.value);
    m_isFilling = false;
}

void ProductEditor::adapt()
{
    if (m_isFilling)
        return;
    const bool isChanged_ = isEnabled() && isChanged();
    const QString name = m_ui->name->text().trimmed();
    m_ui->title->setText(m_isNew ? (name.isEmpty() ? tr("New product") : name) : m_base.name);
    QString facts;
    if (m_isNew)
        facts = tr("Not in the store yet");
    else if (m_base.id.isSet())
        facts = tr("No. %1 · %2 sold · version %3")
                    .arg(QString::number(m_base.id.value), countText(m_base.sales), QString::number(m_base.version));
    m_ui->facts->setText(facts);
    m_ui->facts->setToolTip(
        m_base.id.isSet()
            ? tr("Made %1\nChanged %2").arg(localTimeText(m_base.createdAt), localTimeText(m_base.updatedAt))
            : QString());
    m_ui->unsaved->setText(m_isSaving ? tr("Saving…") : isChanged_ ? tr("Not saved yet") : QString());
    m_ui->save->setText(m_isNew ? tr("Add to the store") : tr("Save"));
    m_ui->save->setEnabled(isEnabled() && !m_isSaving && isChanged_);
    m_ui->revert->setEnabled(isEnabled() && !m_isSaving && (isChanged_ || m_isNew));
    m_ui->revert->setText(m_isNew ? tr("Cancel") : tr("Revert"));
    m_ui->revert->setToolTip(m_isNew ? tr("Give up the new product (Esc)") : tr("Forget what was typed (Esc)"));
    tellDrafts();
    m_ui->note->setVisible(!m_isNew);
    m_ui->adjust->setVisible(!m_isNew);
    m_ui->tabs->setTabEnabled(1, !m_isNew && m_base.id.isSet());
    updateStockHint();
}

void ProductEditor::updateStockHint()
{
    const QString typed = m_ui->stock->text().trimmed();
    const auto delta = parseStock(typed, m_base.stock); // nothing for an empty text
    QString hint;
    if (m_isNew)
        hint = tr("What is on the shelf at first");
    else if (!m_base.id.isSet())
        hint.clear();
    else if (typed.isEmpty())
        hint = tr("%1 now. Type 105 for what was counted, +5 for what came in.").arg(countText(m_base.stock));
    else if (!delta)
        hint = tr("Not a number that can be on the shelf");
    else
        hint = stockChangeText(*delta, m_base.stock);
    m_ui->stockHint->setText(hint);
    m_ui->adjust->setEnabled(delta.value_or(0) != 0);
}

void ProductEditor::showImage()
{
    const QString address = m_ui->imageUrl->text().trimmed();
    if (address == m_imageShown && !m_ui->image->pixmap(Qt::ReturnByValue).isNull())
        return;
    m_imageShown = address;
    const quint64 generation = ++m_imageGeneration;
    m_ui->image->setPixmap({});
    m_ui->image->setToolTip(address);
    m_ui->image->setText(address.isEmpty()                ? tr("No picture")
                         : QUrl(address).host().isEmpty() ? tr("Picture")
                                                          : tr("Picture at\n%1").arg(QUrl(address).host()));
    const auto show = [this, generation](const QByteArray& bytes) {
        const QImage picture = QImage::fromData(bytes);
        if (generation != m_imageGeneration)
            return;
        if (picture.isNull()) {
            m_ui->image->setText(tr("No picture there"));
            return;
        }
        const qreal ratio = devicePixelRatioF();
        QPixmap pixmap = QPixmap::fromImage(
            picture.scaled(m_ui->image->size() * ratio, Qt::KeepAspectRatio, Qt::SmoothTransformation));
        pixmap.setDevicePixelRatio(ratio);
        m_ui->image->setPixmap(pixmap);
    };
    if (const QByteArray embedded = embeddedPicture(address); !embedded.isEmpty()) {
        show(embedded);
    } else if (const QString path = localPath(address); !path.isEmpty()) {
        whenAnswered(readWhole(path), this,
                     [show](const Result<QByteArray>& bytes) { show(bytes.value_or(QByteArray())); });
    }
}

void ProductEditor::retranslate()
{
    m_ui->nameLabel->setText(tr("&Name"));
    m_ui->categoryLabel->setText(tr("Cate&gory"));
    m_ui->priceLabel->setText(tr("P&rice ¥"));
    m_ui->statusLabel->setText(tr("Stat&us"));
    m_ui->imageUrlLabel->setText(tr("P&icture"));
    m_ui->descriptionLabel->setText(tr("&Description"));
    m_ui->stockLabel->setText(tr("Stoc&k"));
    m_ui->imageUrl->setPlaceholderText(tr("Address of a picture"));
    m_ui->stock->setPlaceholderText(tr("105 or +5"));
    m_ui->note->setPlaceholderText(tr("Why, e.g. counted at the desk"));
    m_ui->adjust->setText(tr("Adjust"));
    m_ui->adjust->setToolTip(tr("Changes the stock; the note goes into the history (Enter)"));
    m_ui->save->setToolTip(tr("Save (Ctrl+S)"));
    m_ui->tabs->setAccessibleName(tr("Details and history of the product"));
    m_ui->tabs->setTabText(0, tr("Details"));
    m_ui->tabs->setTabText(1, tr("History"));
    m_ui->tabs->setTabToolTip(1, tr("Every change of the stock: when, why, by whom (Ctrl+H)"));
    m_ui->image->setAccessibleName(tr("Picture"));
    m_ui->stock->setAccessibleName(tr("Stock, counted or changed by"));
    m_ui->note->setAccessibleName(tr("Note on the stock change"));
    m_ui->name->setAccessibleName(tr("Name"));
    m_ui->price->setAccessibleName(tr("Price in yuan"));
    const int status = m_ui->status->currentIndex();
    m_isFilling = true;
    m_ui->status->clear();
    for (const auto each : {shop::ProductStatus::OnSale, shop::ProductStatus::OffShelf})
        m_ui->status->addItem(statusText(each), int(each));
    m_ui->status->setCurrentIndex(qMax(0, status));
    m_isFilling = false;
    const ProductForm typed = form();
    fillCategories();
    fill(typed);
    showImage();
}

} // namespace zg::ui
