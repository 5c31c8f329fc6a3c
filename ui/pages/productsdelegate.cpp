// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/productsdelegate.h"

#include "core/money.h"
#include "ui/models/productmodel.h"
#include "ui/shell/theme.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>

using namespace Qt::StringLiterals;

namespace zg::ui {

namespace {

bool isPrice(const QModelIndex& index)
{
    return index.column() == ProductModel::PriceColumn;
}

/// The label below the cell, as wide as its words.
void place(QLabel* label, const QWidget* editor)
{
    label->adjustSize();
    const int right = editor->geometry().right() + 1;
    int top = editor->geometry().bottom() + 2;
    if (top + label->height() > label->parentWidget()->height())
        top = editor->geometry().top() - label->height() - 2;
    label->move(qMax(0, right - label->width()), top);
    label->setVisible(!label->text().isEmpty());
    label->raise();
}

} // namespace

ProductsDelegate::ProductsDelegate(Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

bool ProductsDelegate::isAcceptable(const QString& typed, const QModelIndex& index)
{
    if (!isPrice(index))
        return parseStock(typed, index.data(RawRole).toLongLong()).has_value();
    const auto fen = parseYuan(typed);
    return fen && *fen >= 0;
}

QString ProductsDelegate::hint(const QString& typed, const QModelIndex& index)
{
    const qint64 now = index.data(RawRole).toLongLong();
    if (typed.trimmed().isEmpty() || !isAcceptable(typed, index))
        return isPrice(index) ? tr("An amount like 12.34") : tr("105 is what was counted, +5 what came in");
    if (isPrice(index)) {
        const qint64 fen = *parseYuan(typed);
        return fen == now ? QString() : QString(yuanText(now) % u" → "_s % yuanText(fen));
    }
    const qint64 delta = *parseStock(typed, now);
    return delta == 0 ? QString() : stockChangeText(delta, now);
}

QWidget* ProductsDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex& index) const
{
    auto* editor = new QLineEdit(parent);
    editor->setAlignment(Qt::AlignRight);
    editor->setAccessibleName(isPrice(index) ? tr("Price in yuan") : tr("Stock"));
    editor->setStyleSheet(u"QLineEdit { padding: 0 7px; min-height: 0; border-radius: 0; }"_s);
    auto* label = new QLabel(parent);
    label->setObjectName(u"editHint"_s);
    label->setAttribute(Qt::WA_TransparentForMouseEvents);
    label->setStyleSheet(u"background: %1; color: %2; border-radius: 4px; padding: 3px 8px;"_s.arg(
        m_theme.color(Tint::Text).name(), m_theme.color(Tint::Surface).name()));
    connect(editor, &QObject::destroyed, label, &QObject::deleteLater);
    const QPersistentModelIndex cell(index);
    connect(editor, &QLineEdit::textChanged, label, [editor, label, cell](const QString& typed) {
        label->setText(cell.isValid() ? hint(typed, cell) : QString());
        place(label, editor);
    });
    return editor;
}

void ProductsDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const
{
    auto* line = static_cast<QLineEdit*>(editor);
    if (line->isModified())
        return; // a refresh came while somebody types: the typing stays
    line->setText(index.data(DraftRole).toString());
    line->selectAll();
}

void ProductsDelegate::setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const
{
    const QString typed = static_cast<QLineEdit*>(editor)->text();
    if (isAcceptable(typed, index))
        model->setData(index, typed, Qt::EditRole);
}

bool ProductsDelegate::eventFilter(QObject* object, QEvent* event)
{
    // Enter on what is no number stays in the cell, where the hint says what is asked for.
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        auto* line = qobject_cast<QLineEdit*>(object);
        const auto* view = line ? qobject_cast<QAbstractItemView*>(parent()) : nullptr;
        if (view && (key == Qt::Key_Return || key == Qt::Key_Enter) &&
            !isAcceptable(line->text(), view->currentIndex())) {
            line->selectAll();
            return true;
        }
    }
    return QStyledItemDelegate::eventFilter(object, event);
}

} // namespace zg::ui
