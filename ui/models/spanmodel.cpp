// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/spanmodel.h"

#include "ui/format.h"
#include "ui/models/requesttexts.h"
#include "ui/shell/theme.h"

#include <QPointF>

namespace zg::ui {

using namespace Qt::StringLiterals;

namespace {

QString nameOf(const SpanRow& row)
{
    if (row.isRest)
        return QCoreApplication::translate("SpanModel", "Not measured");
    if (!row.span.name.isEmpty())
        return row.span.step == Step::GroupStatement ? u"    "_s + row.span.name : row.span.name;
    return stepText(row.span.step);
}

QString hintOf(const SpanRow& row)
{
    if (row.isRest)
        return QCoreApplication::translate(
            "SpanModel", "The program's own work between the steps, and statements beyond the first ones");
    return stepHint(row.span.step);
}

QString nsAsText(const QVariant& raw)
{
    return latencyText(raw.toDouble() / 1'000);
}

/// "from 1.2 ms": the text of a bar, for those who do not see it and for a spreadsheet.
QString beginAsText(const QVariant& raw)
{
    if (!raw.isValid())
        return u"–"_s;
    return raw.toLongLong() == 0 ? u"0"_s : latencyText(raw.toDouble() / 1'000);
}

QString percentAsText(const QVariant& raw)
{
    return QString::number(raw.toDouble(), 'f', 1) + u" %"_s;
}

QVariant shareOf(const SpanRow& row)
{
    return row.wholeNs > 0 ? double(row.span.durationNs) * 100 / double(row.wholeNs) : 0.0;
}

const Column<SpanRow> columns[] = {
    {QT_TRANSLATE_NOOP("SpanModel", "Step"), Qt::AlignLeft, [](const SpanRow& r) { return QVariant(nameOf(r)); },
     plainText, hintOf},
    {QT_TRANSLATE_NOOP("SpanModel", "Begins"), Qt::AlignLeft,
     [](const SpanRow& r) { return r.isRest ? QVariant() : QVariant(r.span.beginNs); }, beginAsText, hintOf},
    {QT_TRANSLATE_NOOP("SpanModel", "Took"), Qt::AlignRight,
     [](const SpanRow& r) { return QVariant(r.span.durationNs); }, nsAsText},
    {QT_TRANSLATE_NOOP("SpanModel", "Share"), Qt::AlignRight, shareOf, percentAsText},
};

/// Waiting, working and the way there and back each have a colour; the name says the same.
int tintOf(const SpanRow& row)
{
    switch (row.span.step) {
    case Step::Queue:
    case Step::SharedLoad:
    case Step::LoadTurn:
    case Step::Worker:
    case Step::Connection:
    case Step::CommitQueue:
    case Step::Wait:
        return int(Tint::Warning);
    case Step::Statement:
    case Step::GroupStatement:
    case Step::Commit:
        return int(Tint::Series1);
    case Step::Token:
    case Step::Cache:
    case Step::Redis:
    case Step::Work:
        return int(Tint::Series2);
    case Step::Read:
    case Step::Return:
    case Step::Write:
        break;
    }
    return int(Tint::Series4);
}

} // namespace

SpanModel::SpanModel(QObject* parent)
    : TableModel(columns, "SpanModel", parent)
{
}

void SpanModel::take(const telemetry::RequestTrace& trace)
{
    QList<SpanRow> rows;
    for (const auto& span : trace.spans)
        rows.append({int(rows.size()), span, trace.durationNs, false});
    if (const qint64 rest = trace.durationNs - trace.coveredNs(); rest > 0)
        rows.append({int(rows.size()), {Step::Wait, 0, rest, {}}, trace.durationNs, true});
    assign(rows);
}

QVariant SpanModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const SpanRow& row = this->row(index.row());
    if (role == BarRole && index.column() == Bar && !row.isRest && row.wholeNs > 0) {
        const double whole = double(row.wholeNs);
        return QPointF(double(row.span.beginNs) / whole, double(row.span.beginNs + row.span.durationNs) / whole);
    }
    if (role == TintRole && index.column() == Bar)
        return tintOf(row);
    return TableModel::data(index, role);
}

} // namespace zg::ui
