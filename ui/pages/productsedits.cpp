// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/productsedits.h"

#include "core/money.h"
#include "ui/answer.h"
#include "ui/errortext.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/producteditor.h"
#include "ui/widgets/undobar.h"

using namespace Qt::StringLiterals;

namespace zg::ui {

using shop::Product;

ProductsEdits::ProductsEdits(node::ProductDesk& desk, ProductModel& model, ProductEditor& editor, Banner& banner,
                             UndoBar& undo, QObject* parent)
    : QObject(parent)
    , m_desk(desk)
    , m_model(model)
    , m_editor(editor)
    , m_banner(banner)
    , m_undo(undo)
{
    connect(&model, &ProductModel::priceTyped, this, [this](ProductId id, qint64 fen) { changePrice(id, fen, false); });
    connect(&model, &ProductModel::stockTyped, this,
            [this](ProductId id, qint64 delta) { changeStock(id, delta, tr("counted at the desk"), false); });
    connect(&editor, &ProductEditor::saveWanted, this, &ProductsEdits::save);
    connect(&editor, &ProductEditor::createWanted, this, &ProductsEdits::create);
    connect(&editor, &ProductEditor::adjustWanted, this, [this](ProductId id, qint64 delta, const QString& note) {
        changeStock(id, delta, note.isEmpty() ? tr("counted at the desk") : note, false);
    });
    connect(&banner, &Banner::actionClicked, this, [this] {
        if (const Deed again = std::exchange(m_again, {})) {
            m_dismissed = {};
            m_banner.clear();
            again();
        }
    });
    connect(&banner, &Banner::dismissed, this, [this] {
        m_again = {};
        if (const Deed dismissed = std::exchange(m_dismissed, {}))
            dismissed();
    });
}

/// A second change waits for the first one's answer: it needs the version that comes with it.
void ProductsEdits::queue(ProductId id, const Deed& deed)
{
    const auto waiting = m_waiting.find(id);
    if (waiting != m_waiting.end()) {
        waiting->append(deed);
        return;
    }
    m_waiting.insert(id, {});
    deed();
}

void ProductsEdits::done(ProductId id)
{
    QList<Deed>& waiting = m_waiting[id];
    if (waiting.isEmpty()) {
        m_waiting.remove(id);
        return;
    }
    const Deed next = waiting.takeFirst();
    next();
}

QString ProductsEdits::nameOf(ProductId id) const
{
    const Product* product = m_model.find(id);
    return product ? product->name : QString(u"#"_s % QString::number(id.value));
}

void ProductsEdits::take(const Product& product)
{
    m_model.replace(product);
    if (m_editor.productId() == product.id)
        m_editor.showProduct(product);
}

void ProductsEdits::ask(const QString& text, const QString& button, const Error& error, const Deed& again,
                        const Deed& dismissed)
{
    m_banner.say(error.code == ErrorCode::VersionConflict ? Tone::Warning : Tone::Bad, text, error.message);
    m_banner.setAction(button);
    m_banner.setDismissable(true);
    m_again = again;
    m_dismissed = dismissed;
}

void ProductsEdits::refused(ProductId id, ProductModel::ColumnId column, const Error& error, const Deed& again)
{
    const QString typed = m_model.draft(id, column);
    m_model.keepDraft(id, column, errorText(error));
    const QString kept = typed.isEmpty() ? QString() : u' ' + tr("“%1” is kept in its cell, not saved.").arg(typed);
    ask(nameOf(id) + u": "_s + errorText(error) + kept, tr("Try again"), error, again,
        [this, id, column] { m_model.forgetDraft(id, column); });
}

void ProductsEdits::changePrice(ProductId id, qint64 fen, bool isUndo)
{
    queue(id, [this, id, fen, isUndo] {
        m_model.keepDraft(id, ProductModel::PriceColumn, {});
        if (const Product* product = m_model.find(id)) {
            sendPrice(*product, fen, isUndo);
            return;
        }
        // It left the list (another filter) before its turn came: the store knows it still.
        whenAnswered(m_desk.find(id), this, [this, id, fen, isUndo](const Result<Product>& found) {
            if (found) {
                sendPrice(*found, fen, isUndo);
                return;
            }
            refused(id, ProductModel::PriceColumn, found.error(), [this, id, fen] { changePrice(id, fen, false); });
            done(id);
        });
    });
}

void ProductsEdits::sendPrice(const Product& product, qint64 fen, bool isUndo)
{
    const ProductId id = product.id;
    const qint64 before = product.priceFen;
    shop::ProductPatch patch;
    patch.version = product.version;
    patch.priceFen = fen;
    whenAnswered(m_desk.update(id, patch), this, [this, id, fen, before, isUndo](const Result<Product>& saved) {
        if (saved) {
            m_model.forgetDraft(id, ProductModel::PriceColumn);
            take(*saved);
            const QString text =
                tr("Price of %1: %2 → %3").arg(saved->name, yuanText(before), yuanText(saved->priceFen));
            if (isUndo)
                m_undo.tell(text);
            else
                m_undo.offer(text, [this, id, before] { changePrice(id, before, true); });
        } else if (saved.error().code == ErrorCode::VersionConflict) {
            conflicted(id, fen);
        } else {
            refused(id, ProductModel::PriceColumn, saved.error(), [this, id, fen] { changePrice(id, fen, false); });
        }
        done(id);
    });
}

void ProductsEdits::conflicted(ProductId id, qint64 fen)
{
    const Product before = m_model.find(id) ? *m_model.find(id) : Product();
    const QString why = tr("Somebody else changed this product meanwhile: not saved");
    m_model.keepDraft(id, ProductModel::PriceColumn, why);
    whenAnswered(m_desk.find(id), this, [this, id, fen, before](const Result<Product>& fresh) {
        const auto again = [this, id, fen] { changePrice(id, fen, false); };
        const auto forget = [this, id] { m_model.forgetDraft(id, ProductModel::PriceColumn); };
        QString what;
        if (fresh) {
            what = differences(before, *fresh).join(u", "_s);
            take(*fresh);
        }
        ask(tr("Somebody else changed %1 meanwhile%2. Your price %3 is kept in its cell, not saved.")
                .arg(nameOf(id), what.isEmpty() ? QString() : QString(u" ("_s % what % u")"_s), yuanText(fen)),
            tr("Save %1").arg(yuanText(fen)), Error{ErrorCode::VersionConflict}, again, forget);
    });
}

void ProductsEdits::changeStock(ProductId id, qint64 delta, const QString& note, bool isUndo)
{
    queue(id, [this, id, delta, note, isUndo] {
        m_model.keepDraft(id, ProductModel::StockColumn, {});
        whenAnswered(
            m_desk.adjustStock(id, delta, note), this, [this, id, delta, note, isUndo](const Result<Product>& saved) {
                if (saved) {
                    m_model.forgetDraft(id, ProductModel::StockColumn);
                    m_model.replace(*saved);
                    if (m_editor.productId() == id)
                        m_editor.confirmAdjusted(*saved);
                    const QString text =
                        tr("Stock of %1: %2").arg(saved->name, stockChangeText(delta, saved->stock - delta));
                    if (isUndo)
                        m_undo.tell(text);
                    else
                        m_undo.offer(text,
                                     [this, id, delta] { changeStock(id, -delta, tr("undone at the desk"), true); });
                    Q_EMIT stockChanged(id);
                } else {
                    refused(id, ProductModel::StockColumn, saved.error(),
                            [this, id, delta, note] { changeStock(id, delta, note, false); });
                }
                done(id);
            });
    });
}

void ProductsEdits::save(ProductId id, const shop::ProductPatch& patch)
{
    queue(id, [this, id, patch] {
        whenAnswered(m_desk.update(id, patch), this, [this, id](const Result<Product>& saved) {
            const bool isShown = m_editor.productId() == id;
            if (saved) {
                m_model.replace(*saved);
                if (isShown)
                    m_editor.confirmSaved(*saved);
                else
                    m_editor.forgetUnsaved(id);
                m_undo.tell(tr("%1 is saved").arg(saved->name));
            } else if (saved.error().code == ErrorCode::VersionConflict) {
                whenAnswered(m_desk.find(id), this, [this, id, error = saved.error()](const Result<Product>& fresh) {
                    if (fresh)
                        m_model.replace(*fresh);
                    if (m_editor.productId() == id && fresh)
                        m_editor.conflict(*fresh);
                    else if (m_editor.productId() == id)
                        m_editor.refuse(error);
                });
            } else if (isShown) {
                m_editor.refuse(saved.error());
            } else {
                m_banner.setAction({});
                m_banner.say(
                    Tone::Bad,
                    tr("%1 is not saved: %2 What was typed is kept there.").arg(nameOf(id), errorText(saved.error())),
                    saved.error().message);
                m_banner.setDismissable(true);
            }
            done(id);
        });
    });
}

void ProductsEdits::create(const shop::ProductDraft& draft)
{
    whenAnswered(m_desk.create(draft), this, [this](const Result<Product>& made) {
        if (!made) {
            if (m_editor.isNew()) {
                m_editor.refuse(made.error());
            } else {
                m_banner.setAction({});
                m_banner.say(Tone::Bad,
                             tr("The new product is not saved: %1 Ctrl+N brings back what was typed.")
                                 .arg(errorText(made.error())),
                             made.error().message);
            }
            return;
        }
        if (m_model.indexOf(made->id) < 0)
            m_model.prepend(*made);
        if (m_editor.isNew())
            m_editor.confirmSaved(*made);
        else
            m_editor.forgetUnsaved({});
        m_undo.tell(tr("%1 is in the store, number %2").arg(made->name).arg(made->id.value));
        Q_EMIT created(made->id);
    });
}

} // namespace zg::ui
