// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/productsimport.h"

#include <QDialog>
#include <QSortFilterProxyModel>

class QLabel;
class QPushButton;
class QStackedLayout;

namespace zg::ui {

class EmptyState;
class FilterBar;
class ProgressStrip;
class TableView;
class Theme;

/// Shows what an import would change, line by line, before anything is changed; then applies it.
/// Thread: main.
class ProductsImportDialog final : public QDialog
{
    Q_OBJECT

public:
    ProductsImportDialog(node::ProductDesk& desk, const QList<shop::Category>& categories, Theme& theme,
                         QWidget* parent);
    void read(const QString& path);
    ProductsImport& import() { return m_import; }
    QString summary() const;
    void reject() override; ///< Esc: cancels what runs; closes when nothing does

Q_SIGNALS:
    void applied(); ///< the store is another one now

private:
    class Filter;
    void showState();
    void showCounts();

    ProductsImport m_import;
    QString m_path;
    QSortFilterProxyModel* m_proxy;
    QLabel* m_headline;
    QLabel* m_summary;
    FilterBar* m_filter;
    QStackedLayout* m_stack;
    TableView* m_table;
    EmptyState* m_state;
    ProgressStrip* m_progress;
    QPushButton* m_apply;
    QPushButton* m_close;
};

} // namespace zg::ui
