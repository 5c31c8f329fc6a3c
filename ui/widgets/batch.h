// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QList>
#include <QObject>

#include <functional>
#include <optional>

namespace zg::ui {

/// The same deed for many things, a few at a time, in order. Goes away by itself after finished().
/// Thread: main.
class Batch final : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void(const std::optional<Error>&)>;
    /// Does the thing number `at` and calls `done` once, from the event loop.
    using Step = std::function<void(int at, const Done& done)>;
    struct Failure
    {
        int at = 0;
        Error error;
    };

    Batch(int total, Step step, QObject* parent);
    void start();
    void cancel(); ///< starts nothing more; finished() comes when what is under way is done
    int total() const { return m_total; }
    int succeeded() const { return m_done - int(m_failures.size()); }
    bool wasCancelled() const { return m_isCancelled && m_done < m_total; }
    const QList<Failure>& failures() const { return m_failures; }

Q_SIGNALS:
    void advanced(int done, int total);
    void finished();

private:
    void next();

    const int m_total;
    Step m_step;
    int m_started = 0;
    int m_done = 0;
    bool m_isCancelled = false;
    bool m_isFinished = false;
    QList<Failure> m_failures;
};

} // namespace zg::ui
