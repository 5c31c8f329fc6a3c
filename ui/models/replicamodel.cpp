// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/replicamodel.h"

#include "ui/format.h"
#include "ui/shell/theme.h"

namespace zg::ui {

using namespace Qt::StringLiterals;
using telemetry::ReplicaFigures;

namespace {

QString useText(const QVariant& raw)
{
    return raw.toBool() ? QCoreApplication::translate("ReplicaModel", "Answers reads")
                        : QCoreApplication::translate("ReplicaModel", "Left out");
}

QString lagText(const QVariant& raw)
{
    const qint64 ms = raw.toLongLong();
    if (ms < 0)
        return QCoreApplication::translate("ReplicaModel", "Not known");
    return ms == 0 ? u"0 ms"_s : latencyText(double(ms) * 1'000);
}

const Column<ReplicaFigures> columns[] = {
    {QT_TRANSLATE_NOOP("ReplicaModel", "Replica"), Qt::AlignLeft,
     [](const ReplicaFigures& r) { return QVariant(r.address); }, plainText},
    {QT_TRANSLATE_NOOP("ReplicaModel", "Use"), Qt::AlignLeft,
     [](const ReplicaFigures& r) { return QVariant(r.isUsed); }, useText},
    {QT_TRANSLATE_NOOP("ReplicaModel", "Behind"), Qt::AlignRight,
     [](const ReplicaFigures& r) { return QVariant(r.lagMs); }, lagText},
    {QT_TRANSLATE_NOOP("ReplicaModel", "Reads"), Qt::AlignRight,
     [](const ReplicaFigures& r) { return QVariant(r.reads); }, countAsText},
    {QT_TRANSLATE_NOOP("ReplicaModel", "Failures"), Qt::AlignRight,
     [](const ReplicaFigures& r) { return QVariant(r.failures); }, countAsText},
};

} // namespace

ReplicaModel::ReplicaModel(QObject* parent)
    : TableModel(columns, "ReplicaModel", parent)
{
}

QVariant ReplicaModel::data(const QModelIndex& index, int role) const
{
    if (role == TintRole && index.isValid() && index.column() == Use)
        return int(row(index.row()).isUsed ? Tint::Good : Tint::Bad);
    return TableModel::data(index, role);
}

} // namespace zg::ui
