// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/tablemodelpager.h"

namespace zg::ui {

void PagerBase::cancel()
{
    if (m_state != State::Loading && m_state != State::LoadingMore)
        return;
    ++m_generation;
    m_isRefreshing = false;
    enter(m_state == State::Loading ? State::Stopped : State::Idle);
}

void PagerBase::enter(State state, Error error)
{
    m_state = state;
    m_error = std::move(error);
    Q_EMIT changed();
}

} // namespace zg::ui
