// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/task.h"

#include <QByteArray>
#include <QByteArrayView>

#include <chrono>
#include <utility>

namespace zg::api {

/// A finished envelope; with an age when it is an old one that is still good enough (RFC 9111 5.1).
struct Envelope
{
    QByteArray bytes;
    std::chrono::seconds age{0};

    Envelope() = default;
    explicit Envelope(QByteArray bytes_, std::chrono::seconds age_ = {})
        : bytes(std::move(bytes_))
        , age(age_)
    {
    }
};

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
    static Answer enveloped(Envelope body)
    {
        Answer answer = enveloped(std::move(body.bytes));
        answer.m_age = body.age;
        return answer;
    }
    std::chrono::seconds age() const { return m_age; } ///< 0: it is fresh
    /// The body to send; shares its bytes when it is an envelope.
    QByteArray envelope() const;

private:
    QByteArray m_bytes;
    std::chrono::seconds m_age{0};
    bool m_isEnvelope = false;
};

/// What a successful answer begins with; the JSON of `data` and a } follow.
inline constexpr QByteArrayView envelopeHead = R"({"code":200,"msg":"success","data":)";
QByteArray envelopeOf(QByteArrayView data);

} // namespace zg::api
