// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/cachemeter.h"

namespace zg::ui {

using telemetry::CacheFamilyFigures;

namespace {

constexpr qint64 minuteMs = 60'000;

qint64 lookups(const QList<CacheFamilyFigures>& families)
{
    qint64 sum = 0;
    for (const auto& family : families)
        sum += family.lookups();
    return sum;
}

/// What was counted since.
CacheFamilyFigures since(const CacheFamilyFigures& then, CacheFamilyFigures now)
{
    now.hits -= then.hits;
    now.misses -= then.misses;
    now.negativeHits -= then.negativeHits;
    now.staleHits -= then.staleHits;
    now.loads -= then.loads;
    now.loadUs -= then.loadUs;
    now.invalidations -= then.invalidations;
    now.evictions -= then.evictions;
    for (size_t i = 0; i < now.missCauses.size(); ++i)
        now.missCauses[i] -= then.missCauses[i];
    return now;
}

} // namespace

void CacheMeter::push(const telemetry::Snapshot& snapshot)
{
    const bool startedAgain =
        !m_marks.isEmpty() && lookups(snapshot.cacheFamilies) < lookups(m_marks.constLast().families);
    if (startedAgain)
        m_marks.clear();
    // The last mark is always now; the one before it stays when it is a second old.
    const bool isSoon = m_marks.size() > 1 && snapshot.atMs - m_marks.at(m_marks.size() - 2).atMs < 1'000;
    if (isSoon)
        m_marks.removeLast();
    m_marks.append({snapshot.atMs, snapshot.cacheFamilies});
    while (m_marks.size() > 2 && snapshot.atMs - m_marks.constFirst().atMs > minuteMs)
        m_marks.removeFirst();
}

QList<CacheFamilyRow> CacheMeter::families(Range range) const
{
    QList<CacheFamilyRow> rows;
    if (m_marks.isEmpty())
        return rows;
    const auto& then = m_marks.constFirst().families;
    const auto& now = m_marks.constLast().families;
    for (qsizetype i = 0; i < now.size(); ++i) {
        const CacheFamilyFigures& whole = now.at(i);
        CacheFamilyRow row;
        const bool isKnown = i < then.size() && then.at(i).family == whole.family;
        row.figures = range == Range::Minute && isKnown ? since(then.at(i), whole) : whole;
        row.meanLoadUs = whole.loads > 0 ? double(whole.loadUs) / double(whole.loads) : 0;
        row.savedUs = qint64(double(row.figures.allHits()) * row.meanLoadUs);
        rows.append(row);
    }
    return rows;
}

double CacheMeter::savedPerS() const
{
    if (m_marks.size() < 2)
        return 0;
    qint64 saved = 0;
    for (const CacheFamilyRow& row : families(Range::Minute))
        saved += row.savedUs;
    const qint64 ms = m_marks.constLast().atMs - m_marks.constFirst().atMs;
    return ms > 0 ? double(saved) / 1'000 / double(ms) : 0;
}

qint64 CacheMeter::savedUs() const
{
    qint64 saved = 0;
    for (const CacheFamilyRow& row : families(Range::Start))
        saved += row.savedUs;
    return saved;
}

} // namespace zg::ui
