// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace zg::ui {

class Theme;

/// Types prices and stocks in place, saying below the cell what Enter would do: "+5 → 105".
/// Thread: main.
class ProductsDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit ProductsDelegate(Theme& theme, QObject* parent = nullptr);
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void setEditorData(QWidget* editor, const QModelIndex& index) const override;
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override;
    /// What would happen, for the text typed so far; empty for nothing.
    static QString hint(const QString& typed, const QModelIndex& index);
    static bool isAcceptable(const QString& typed, const QModelIndex& index);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    Theme& m_theme;
};

} // namespace zg::ui
