// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/task.h"

#include <QByteArray>
#include <QByteArrayView>

#include <utility>

namespace zg::api {

/// What an endpoint gives back on success: the finished JSON of `data`, or a whole envelope that is in memory already.
class Answer final
{
public:
    Answer() = default;
    explicit Answer(QByteArray data)
        : m_bytes(std::move(data))
    {
    }
    static Answer enveloped(QByteArray body)
    {
        Answer answer(std::move(body));
        answer.m_isEnvelope = true;
        return answer;
    }
    /// The body to send; shares its bytes when it is an envelope.
    QByteArray envelope() const;

private:
    QByteArray m_bytes;
    bool m_isEnvelope = false;
};

/// What a successful answer begins with; the JSON of `data` and a } follow.
inline constexpr QByteArrayView envelopeHead = R"({"code":200,"msg":"success","data":)";
QByteArray envelopeOf(QByteArrayView data);

} // namespace zg::api
