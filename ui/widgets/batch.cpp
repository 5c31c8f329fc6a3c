// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/batch.h"

#include <QPointer>

namespace zg::ui {

namespace {

// Enough to keep the store busy, few enough that Cancel is felt at once and shoppers keep their connections.
constexpr int atOnce = 4;

} // namespace

Batch::Batch(int total, Step step, QObject* parent)
    : QObject(parent)
    , m_total(total)
    , m_step(std::move(step))
{
}

void Batch::start()
{
    // From the event loop, so that finished() never comes before the caller has connected it.
    QMetaObject::invokeMethod(this, &Batch::next, Qt::QueuedConnection);
}

void Batch::cancel()
{
    m_isCancelled = true;
    next();
}

void Batch::next()
{
    while (!m_isCancelled && m_started < m_total && m_started - m_done < atOnce) {
        const int at = m_started++;
        m_step(at, [self = QPointer<Batch>(this), at](const std::optional<Error>& error) {
            if (!self)
                return;
            ++self->m_done;
            if (error)
                self->m_failures.append(Failure{at, *error});
            Q_EMIT self->advanced(self->m_done, self->m_total);
            self->next();
        });
    }
    const bool isAll = m_done == m_total || (m_isCancelled && m_done == m_started);
    if (isAll && !m_isFinished) {
        m_isFinished = true;
        Q_EMIT finished();
        deleteLater();
    }
}

} // namespace zg::ui
