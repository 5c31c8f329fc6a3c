// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/tabletools.h"

#include "ui/shell/theme.h"

#include <QAction>
#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QHeaderView>
#include <QTableView>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int rowPadding = 14; // above and below a row's text together

QString cell(QString text)
{
    for (const QChar c : {u'\t', u'\n', u'\r'})
        text.replace(c, u' ');
    return text;
}

/// Retranslates itself: an action is no widget and hears of no LanguageChange.
class CopyAction final : public QAction
{
public:
    explicit CopyAction(QTableView* table)
        : QAction(table)
    {
        table->installEventFilter(this);
        name();
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::LanguageChange)
            name();
        return QAction::eventFilter(watched, event);
    }

private:
    void name() { setText(QCoreApplication::translate("TableTools", "Copy as TSV")); }
};

} // namespace

QString tableAsTsv(const QTableView& table)
{
    const QAbstractItemModel* model = table.model();
    if (!model)
        return {};
    const QHeaderView* header = table.horizontalHeader();
    QList<int> columns;
    for (int visual = 0; visual < header->count(); ++visual)
        if (const int logical = header->logicalIndex(visual); !header->isSectionHidden(logical))
            columns.append(logical);

    QList<int> rows;
    if (table.selectionModel() && table.selectionModel()->hasSelection()) {
        for (const QItemSelectionRange& range : table.selectionModel()->selection())
            for (int row = range.top(); row <= range.bottom(); ++row)
                rows.append(row);
        std::sort(rows.begin(), rows.end());
        rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    } else {
        for (int row = 0; row < model->rowCount(); ++row)
            rows.append(row);
    }

    QStringList line;
    for (const int column : columns)
        line.append(cell(model->headerData(column, Qt::Horizontal).toString()));
    QString text = line.join(u'\t') + u'\n';
    for (const int row : rows) {
        line.clear();
        for (const int column : columns)
            line.append(cell(model->index(row, column).data().toString()));
        text += line.join(u'\t') + u'\n';
    }
    return text;
}

QAction* addCopyAction(QTableView* table, Theme& theme)
{
    auto* copy = new CopyAction(table);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    copy->setIcon(theme.icon(u"copy"_s));
    QObject::connect(&theme, &Theme::changed, copy, [copy, &theme] { copy->setIcon(theme.icon(u"copy"_s)); });
    QObject::connect(copy, &QAction::triggered, table,
                     [table] { QGuiApplication::clipboard()->setText(tableAsTsv(*table)); });
    table->addAction(copy);
    table->setContextMenuPolicy(Qt::ActionsContextMenu);
    return copy;
}

void dressTable(QTableView* table)
{
    table->setShowGrid(false);
    table->setFrameShape(QFrame::NoFrame);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setWordWrap(false);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + rowPadding);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setStretchLastSection(true);
    table->setTabKeyNavigation(false); // Tab leaves the table; the arrow keys move in it
}

} // namespace zg::ui
