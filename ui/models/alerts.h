// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/watch.h"

#include <QHash>
#include <QObject>

namespace zg::ui {

/// Something that was wrong for long enough to call somebody.
struct Alert
{
    Finding::Kind kind = Finding::Kind::Degraded;
    bool isBad = false;  ///< requests failed; else they were only slower
    QString text;        ///< as the finding said it last
    qint64 sinceMs = 0;  ///< when the finding came up
    qint64 endedMs = 0;  ///< when it was seen last; 0 while the alert stands
    bool isCalm = false; ///< silenced: listed, and calls nobody
    bool operator==(const Alert&) const = default;
};

/// Makes alerts of findings that come and go: one fires when its finding has stood for a while, and ends when it has
/// been away for a while, so that a figure at its limit does not call somebody twice a minute.
/// Thread: main.
class Alerts final : public QObject
{
    Q_OBJECT

public:
    static constexpr qint64 badForMs = 4'000;   ///< failing requests: soon, but not for one tick
    static constexpr qint64 slowForMs = 15'000; ///< slower ones may pass by themselves
    static constexpr qint64 awayForMs = 30'000; ///< an alert that comes back sooner never ended
    static constexpr qsizetype pastKept = 100;

    using QObject::QObject;
    void push(const QList<Finding>& findings, qint64 nowMs);
    void forget(); ///< all but the silences: time goes on elsewhere

    QList<Alert> standing() const;                      ///< what fires now, failing requests first, then the oldest
    const QList<Alert>& past() const { return m_past; } ///< newest first
    /// Calls nobody about this kind until then; 0 ends the silence. What is silenced is still listed.
    void silence(Finding::Kind kind, qint64 untilMs);
    qint64 silencedUntilMs(Finding::Kind kind) const { return m_silences.value(kind); }

Q_SIGNALS:
    void changed();                         ///< what standing() or past() say is another list now
    void fired(const zg::ui::Alert& alert); ///< never for one that is silenced
    void ended(const zg::ui::Alert& alert);

private:
    struct Track
    {
        Alert alert;
        qint64 lastSeenMs = 0;
        bool isFiring = false;
        bool hasCalled = false; // one that was silenced calls when the silence is over
    };
    bool see(const Finding& finding, qint64 nowMs);
    bool isCalm(Finding::Kind kind) const { return m_silences.value(kind) > m_nowMs; }

    QHash<Finding::Kind, Track> m_tracks; // what was seen and has not been away for long
    QHash<Finding::Kind, qint64> m_silences;
    QList<Alert> m_past;
    qint64 m_nowMs = 0;
};

} // namespace zg::ui
