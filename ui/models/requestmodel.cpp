// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/requestmodel.h"

#include "ui/format.h"
#include "ui/models/requesttexts.h"

#include <QDateTime>

namespace zg::ui {

using namespace Qt::StringLiterals;
using telemetry::Kept;
using telemetry::RequestTrace;

namespace {

QString clockTime(const QVariant& raw)
{
    return QDateTime::fromMSecsSinceEpoch(raw.toLongLong()).toString(u"HH:mm:ss.zzz"_s);
}

QString keptAsText(const QVariant& raw)
{
    return keptText(Kept(raw.toInt()));
}

QString nsAsText(const QVariant& raw)
{
    return latencyText(raw.toDouble() / 1'000);
}

QString outcomeTip(const RequestTrace& trace)
{
    return trace.hasLeft ? QCoreApplication::translate("RequestModel", "The client had left before the answer was out")
                         : QString();
}

QString dashForNone(const QVariant& raw)
{
    return raw.toString().isEmpty() ? u"–"_s : raw.toString();
}

QString clientTip(const RequestTrace& trace)
{
    return trace.client.isEmpty()
               ? QCoreApplication::translate("RequestModel", "Addresses are shown to staff who signed in")
               : QString();
}

const Column<RequestTrace> columns[] = {
    {QT_TRANSLATE_NOOP("RequestModel", "When"), Qt::AlignLeft,
     [](const RequestTrace& t) { return QVariant(t.startedAtMs); }, clockTime,
     [](const RequestTrace& t) { return utcTimeText(t.startedAtMs); }},
    {QT_TRANSLATE_NOOP("RequestModel", "Kept as"), Qt::AlignLeft,
     [](const RequestTrace& t) { return QVariant(int(t.kept)); }, keptAsText,
     [](const RequestTrace& t) { return keptHint(t.kept); }},
    {QT_TRANSLATE_NOOP("RequestModel", "Route"), Qt::AlignLeft, [](const RequestTrace& t) { return QVariant(t.route); },
     plainText, [](const RequestTrace& t) { return t.route; }},
    {QT_TRANSLATE_NOOP("RequestModel", "Answer"), Qt::AlignLeft,
     [](const RequestTrace& t) { return QVariant(outcomeText(t)); }, plainText, outcomeTip},
    {QT_TRANSLATE_NOOP("RequestModel", "Took"), Qt::AlignRight,
     [](const RequestTrace& t) { return QVariant(t.durationNs); }, nsAsText},
    {QT_TRANSLATE_NOOP("RequestModel", "Mostly"), Qt::AlignLeft,
     [](const RequestTrace& t) { return QVariant(mostlyText(t)); }, plainText},
    {QT_TRANSLATE_NOOP("RequestModel", "Client"), Qt::AlignLeft,
     [](const RequestTrace& t) { return QVariant(QString::fromUtf8(t.client)); }, dashForNone, clientTip},
    {QT_TRANSLATE_NOOP("RequestModel", "Request id"), Qt::AlignLeft,
     [](const RequestTrace& t) { return QVariant(QString::fromUtf8(t.id)); }, plainText},
};

} // namespace

RequestModel::RequestModel(QObject* parent)
    : TableModel(columns, "RequestModel", parent)
{
}

QVariant RequestModel::data(const QModelIndex& index, int role) const
{
    if (role == TintRole && index.column() == Why)
        return keptTint(row(index.row()));
    return TableModel::data(index, role);
}

RequestFilter::RequestFilter(QObject* parent)
    : QSortFilterProxyModel(parent)
{
    setSortRole(RawRole);
}

void RequestFilter::setShow(Show show)
{
    m_show = show;
    invalidateFilter();
}

void RequestFilter::setRoute(const QString& route)
{
    if (route == m_route)
        return;
    m_route = route;
    invalidateFilter();
}

bool RequestFilter::filterAcceptsRow(int row, const QModelIndex&) const
{
    const RequestTrace& trace = static_cast<const RequestModel*>(sourceModel())->row(row);
    if (!m_route.isEmpty() && trace.route != m_route)
        return false;
    switch (m_show) {
    case SlowAndFailed:
        return trace.isSlow || trace.kept == Kept::Failed;
    case Slow:
        return trace.isSlow;
    case Failed:
        return trace.kept == Kept::Failed;
    case Refused:
        return trace.kept == Kept::Refused || trace.kept == Kept::Shed;
    case All:
        break;
    }
    return true;
}

} // namespace zg::ui
