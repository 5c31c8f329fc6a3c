// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/respondertarget.h"

namespace zg::http {

Responder::Responder(std::shared_ptr<Target> target)
    : m_target(std::move(target))
{
}

Responder::Responder(Responder&&) noexcept = default;

Responder& Responder::operator=(Responder&&) noexcept = default;

Responder::~Responder()
{
    if (m_target)
        m_target->answer(Reply(500, {}));
}

void Responder::send(Reply reply)
{
    if (const auto target = std::exchange(m_target, nullptr))
        target->answer(std::move(reply));
}

} // namespace zg::http
