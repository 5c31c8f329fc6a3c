// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/productimportmodel.h"

#include "ui/shell/theme.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace zg::ui {

namespace {

using Kind = ImportRow::Kind;

QVariant productOf(const ImportRow& row)
{
    const QString name = row.wish.name.value_or(row.before.name).trimmed();
    if (!row.wish.id.isSet())
        return name;
    const QString number = QString::number(row.wish.id.value);
    return name.isEmpty() ? QString(u"#"_s % number) : QString(number % u"  "_s % name);
}

QVariant changesOf(const ImportRow& row)
{
    return row.problem.isEmpty() ? row.changes.join(u", "_s) : row.problem;
}

QString kindAsText(const QVariant& raw)
{
    switch (Kind(raw.toInt())) {
    case Kind::Unread:
        return {};
    case Kind::Same:
        return QCoreApplication::translate("ProductImportModel", "Unchanged");
    case Kind::Change:
        return QCoreApplication::translate("ProductImportModel", "Changes");
    case Kind::New:
        return QCoreApplication::translate("ProductImportModel", "New");
    case Kind::Wrong:
        return QCoreApplication::translate("ProductImportModel", "Wrong");
    case Kind::Done:
        return QCoreApplication::translate("ProductImportModel", "Done");
    case Kind::Failed:
        return QCoreApplication::translate("ProductImportModel", "Failed");
    }
    return {};
}

const Column<ImportRow> importColumns[] = {
    {QT_TRANSLATE_NOOP("ProductImportModel", "Line"), Qt::AlignRight,
     [](const ImportRow& r) { return QVariant(r.wish.line); }, plainText},
    {QT_TRANSLATE_NOOP("ProductImportModel", "Product"), Qt::AlignLeft, productOf, plainText},
    {QT_TRANSLATE_NOOP("ProductImportModel", "What"), Qt::AlignLeft,
     [](const ImportRow& r) { return QVariant(int(r.kind)); }, kindAsText},
    {QT_TRANSLATE_NOOP("ProductImportModel", "Change or problem"), Qt::AlignLeft, changesOf, plainText,
     [](const ImportRow& r) { return r.problem.isEmpty() ? r.changes.join(u'\n') : r.problem; }},
};

} // namespace

ProductImportModel::ProductImportModel(QObject* parent)
    : TableModel(importColumns, "ProductImportModel", parent)
{
}

QVariant ProductImportModel::data(const QModelIndex& index, int role) const
{
    if (role == TintRole && index.column() == KindColumn) {
        switch (row(index.row()).kind) {
        case Kind::Wrong:
        case Kind::Failed:
            return int(Tint::Bad);
        case Kind::New:
        case Kind::Change:
            return int(Tint::Accent);
        case Kind::Done:
            return int(Tint::Good);
        case Kind::Unread:
        case Kind::Same:
            return int(Tint::TextFaint);
        }
    }
    return TableModel::data(index, role);
}

int ProductImportModel::count(ImportRow::Kind kind) const
{
    return int(
        std::count_if(rows().cbegin(), rows().cend(), [kind](const ImportRow& row) { return row.kind == kind; }));
}

} // namespace zg::ui
