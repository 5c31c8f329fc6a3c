// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/answer.h"

namespace zg::api {

QByteArray envelopeOf(QByteArrayView data)
{
    QByteArray body;
    body.reserve(envelopeHead.size() + data.size() + 1);
    body.append(envelopeHead).append(data).append('}');
    return body;
}

QByteArray Answer::envelope() const
{
    return m_isEnvelope ? m_bytes : envelopeOf(m_bytes);
}

} // namespace zg::api
