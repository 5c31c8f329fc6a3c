// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/alerts.h"

#include <algorithm>

namespace zg::ui {

/// @return whether an alert fired or reads otherwise now
bool Alerts::see(const Finding& finding, qint64 nowMs)
{
    Track& track = m_tracks[finding.kind];
    if (track.lastSeenMs == nowMs)
        return false; // two findings of a kind are one alert, and the first says more
    if (track.lastSeenMs == 0)
        track.alert = {finding.kind, finding.isBad, finding.text, nowMs, 0, false};
    const bool wasFiring = track.isFiring;
    const Alert before = track.alert;
    track.lastSeenMs = nowMs;
    track.alert.text = finding.text;
    track.alert.isBad = track.alert.isBad || finding.isBad;
    track.alert.isCalm = isCalm(finding.kind);
    const qint64 stoodMs = nowMs - track.alert.sinceMs;
    track.isFiring = wasFiring || stoodMs >= (finding.isBad ? badForMs : slowForMs);
    return track.isFiring && !(wasFiring && before == track.alert);
}

void Alerts::forget()
{
    m_tracks.clear();
    m_past.clear();
    m_nowMs = 0;
    Q_EMIT changed();
}

void Alerts::push(const QList<Finding>& findings, qint64 nowMs)
{
    m_nowMs = nowMs;
    bool isOther = false;
    QList<Alert> fresh, gone;
    for (const Finding& finding : findings) {
        isOther |= see(finding, nowMs);
        Track& track = m_tracks[finding.kind];
        if (track.isFiring && !track.alert.isCalm && !std::exchange(track.hasCalled, true))
            fresh.append(track.alert);
    }
    for (auto it = m_tracks.begin(); it != m_tracks.end();) {
        const qint64 awayMs = nowMs - it->lastSeenMs;
        // One that never fired begins anew when it comes back: it has to stand without a gap.
        if (awayMs == 0 || (it->isFiring && awayMs < awayForMs)) {
            ++it;
            continue;
        }
        if (it->isFiring) {
            it->alert.endedMs = it->lastSeenMs;
            m_past.prepend(it->alert);
            gone.append(it->alert);
            isOther = true;
        }
        it = m_tracks.erase(it);
    }
    if (m_past.size() > pastKept)
        m_past.resize(pastKept);
    if (isOther)
        Q_EMIT changed();
    for (const Alert& alert : std::as_const(fresh))
        Q_EMIT fired(alert);
    for (const Alert& alert : std::as_const(gone))
        Q_EMIT ended(alert);
}

QList<Alert> Alerts::standing() const
{
    QList<Alert> all;
    for (const Track& track : m_tracks)
        if (track.isFiring)
            all.append(track.alert);
    std::sort(all.begin(), all.end(), [](const Alert& a, const Alert& b) {
        return std::tuple(!a.isBad, a.sinceMs, a.kind) < std::tuple(!b.isBad, b.sinceMs, b.kind);
    });
    return all;
}

void Alerts::silence(Finding::Kind kind, qint64 untilMs)
{
    if (untilMs > 0)
        m_silences.insert(kind, untilMs);
    else
        m_silences.remove(kind);
    if (const auto track = m_tracks.find(kind); track != m_tracks.end())
        track->alert.isCalm = isCalm(kind);
    Q_EMIT changed();
}

} // namespace zg::ui
