// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/routemodel.h"

#include "ui/format.h"
#include "ui/shell/theme.h"

#include <algorithm>
#include <numeric>

namespace zg::ui {

using namespace Qt::StringLiterals;
using telemetry::Outcome;

namespace {

QString rateAsText(const QVariant& raw)
{
    return rateText(raw.toDouble());
}

QString latencyAsText(const QVariant& raw)
{
    return latencyText(raw.toDouble());
}

QString shareAsText(const QVariant& raw)
{
    const double percent = raw.toDouble() * 100;
    return percent <= 0 ? u"–"_s : QString::number(percent, 'f', 1) + u" %"_s;
}

QString errorsInWords(const RouteRow& row)
{
    return QCoreApplication::translate("RouteModel",
                                       "Last minute: %1 answered, %2 refused (4xx), %3 failed (5xx), %4 shed")
        .arg(countText(row.minute[size_t(Outcome::Ok)]), countText(row.minute[size_t(Outcome::ClientError)]),
             countText(row.minute[size_t(Outcome::ServerError)]), countText(row.minute[size_t(Outcome::Shed)]));
}

double peak(const RouteRow& row)
{
    return row.trend.isEmpty() ? 0 : double(*std::max_element(row.trend.cbegin(), row.trend.cend()));
}

QString peakInWords(const RouteRow& row)
{
    return QCoreApplication::translate("RouteModel", "Requests per second over the last minute, %1 at most")
        .arg(rateText(peak(row)));
}

const Column<RouteRow> columns[] = {
    {QT_TRANSLATE_NOOP("RouteModel", "Route"), Qt::AlignLeft, [](const RouteRow& r) { return QVariant(r.route); },
     plainText, [](const RouteRow& r) { return r.route; }},
    {QT_TRANSLATE_NOOP("RouteModel", "Per second"), Qt::AlignRight,
     [](const RouteRow& r) { return QVariant(r.ratePerS); }, rateAsText},
    {QT_TRANSLATE_NOOP("RouteModel", "p50"), Qt::AlignRight,
     [](const RouteRow& r) { return QVariant(r.latency.p50Us); }, latencyAsText},
    {QT_TRANSLATE_NOOP("RouteModel", "p95"), Qt::AlignRight,
     [](const RouteRow& r) { return QVariant(r.latency.p95Us); }, latencyAsText},
    {QT_TRANSLATE_NOOP("RouteModel", "p99"), Qt::AlignRight,
     [](const RouteRow& r) { return QVariant(r.latency.p99Us); }, latencyAsText},
    {QT_TRANSLATE_NOOP("RouteModel", "Max"), Qt::AlignRight,
     [](const RouteRow& r) { return QVariant(r.latency.maxUs); }, latencyAsText},
    {QT_TRANSLATE_NOOP("RouteModel", "Errors"), Qt::AlignRight, [](const RouteRow& r) { return QVariant(r.errors()); },
     countAsText, errorsInWords},
    {QT_TRANSLATE_NOOP("RouteModel", "Share of time"), Qt::AlignRight,
     [](const RouteRow& r) { return QVariant(r.share); }, shareAsText},
    {QT_TRANSLATE_NOOP("RouteModel", "Last minute"), Qt::AlignLeft, [](const RouteRow& r) { return QVariant(peak(r)); },
     rateAsText, peakInWords},
};

const char* const headings[] = {
    QT_TRANSLATE_NOOP("RouteModel", "Method and path"),
    QT_TRANSLATE_NOOP("RouteModel", "Requests in the last second"),
    QT_TRANSLATE_NOOP("RouteModel", "Half of the last minute's requests took no longer"),
    QT_TRANSLATE_NOOP("RouteModel", "95 of 100 requests of the last minute took no longer"),
    QT_TRANSLATE_NOOP("RouteModel", "99 of 100 requests of the last minute took no longer"),
    QT_TRANSLATE_NOOP("RouteModel", "The longest of the last minute"),
    QT_TRANSLATE_NOOP("RouteModel", "Failed (5xx) and shed in the last minute"),
    QT_TRANSLATE_NOOP("RouteModel", "Of the time that all requests of the last minute took together"),
    QT_TRANSLATE_NOOP("RouteModel", "Requests per second, a minute back"),
};
static_assert(std::size(headings) == std::size(columns));

qint64 requestsOf(const telemetry::RouteFigures& figures)
{
    return std::accumulate(figures.requests.cbegin(), figures.requests.cend(), qint64(0));
}

} // namespace

RouteModel::RouteModel(QObject* parent)
    : TableModel(columns, "RouteModel", parent)
{
}

void RouteModel::take(const telemetry::Snapshot& snapshot)
{
    const qint64 second = snapshot.atMs / 1'000;
    const qint64 passed = m_pastSecond == 0 ? 1 : std::clamp<qint64>(second - m_pastSecond, 0, trendSeconds);
    m_pastSecond = second;
    qint64 spent = 0;
    for (const auto& figures : snapshot.routes)
        spent += figures.lastMinuteUs;
    QList<RouteRow> rows;
    for (const auto& figures : snapshot.routes) {
        const qint64 requests = requestsOf(figures);
        if (requests == 0)
            continue;
        RouteRow row;
        row.route = figures.route;
        row.ratePerS = figures.ratePerS;
        row.latency = figures.latency;
        row.minute = figures.lastMinute;
        row.share = spent > 0 ? double(figures.lastMinuteUs) / double(spent) : 0;
        Past& past = m_past[figures.route];
        // While the page was hidden nobody looked: of that time only the mean is known.
        const float rate = passed > 1 ? float(requests - past.requests) / float(passed) : float(figures.ratePerS);
        past.trend.append(QList<float>(passed, std::max(rate, 0.0F)));
        if (past.trend.size() > trendSeconds)
            past.trend.remove(0, past.trend.size() - trendSeconds);
        past.requests = passed > 0 ? requests : past.requests;
        row.trend = past.trend;
        rows.append(row);
    }
    assign(rows);
}

QVariant RouteModel::data(const QModelIndex& index, int role) const
{
    if (role == TrendRole && index.column() == Trend)
        return QVariant::fromValue(row(index.row()).trend);
    if (role == Qt::FontRole && index.column() == Errors && row(index.row()).errors() > 0) {
        QFont font = Theme::figureFont();
        font.setWeight(QFont::Bold); // the one column in which nought is the ordinary case
        return font;
    }
    return TableModel::data(index, role);
}

QVariant RouteModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role == Qt::ToolTipRole && orientation == Qt::Horizontal && section >= 0 && section < columnCount())
        return QCoreApplication::translate("RouteModel", headings[section]);
    return TableModel::headerData(section, orientation, role);
}

} // namespace zg::ui
