// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/productsbulk.h"

#include <QDialog>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace zg::ui {

class ProgressStrip;
class TableView;
class Theme;

/// One change for all products that are selected: what it would do to each is on the table before anything is done.
/// Thread: main.
class ProductsBulkDialog final : public QDialog
{
    Q_OBJECT

public:
    ProductsBulkDialog(ProductsBulk& bulk, const QList<shop::Category>& categories, Theme& theme, QWidget* parent);
    QString summary() const;
    void reject() override; ///< Esc: stops what runs; closes when nothing does

private:
    void showKind();
    void preview();
    void showState();
    /// What stands in the fields. @errors InvalidArgument with a sentence
    Result<BulkChange> typed() const;

    ProductsBulk& m_bulk;
    QFormLayout* m_form;
    QComboBox* m_kind;
    QLineEdit* m_amount;
    QComboBox* m_rounding;
    QComboBox* m_category;
    QLineEdit* m_note;
    QLabel* m_summary;
    TableView* m_table;
    ProgressStrip* m_progress;
    QPushButton* m_apply;
    QPushButton* m_close;
};

} // namespace zg::ui
