// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QAction;
class QTableView;

namespace zg::ui {

class Theme;

/// The selected rows (the whole table when nothing is selected), visible columns in their order, with a heading: for a
/// spreadsheet.
QString tableAsTsv(const QTableView& table);
/// Ctrl+C and a context menu entry "Copy as TSV" on the table.
QAction* addCopyAction(QTableView* table, Theme& theme);
/// The house's look of a table: no grid, row selection, quiet header, rows of one height.
void dressTable(QTableView* table);

} // namespace zg::ui
