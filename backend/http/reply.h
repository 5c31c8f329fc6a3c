// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <memory>
#include <utility>

namespace zg::http {

/// An answer: the gate adds Content-Length, Date, X-Request-Id and Connection. The body is shared, never copied.
struct Reply
{
    int status = 200;
    const char* contentType = "application/json; charset=utf-8"; ///< a literal
    QByteArray body;
    QByteArray headers; ///< further header lines, each ended with \r\n: "Allow: GET\r\n"
    bool close = false; ///< close the connection after this answer

    Reply() = default;
    explicit Reply(QByteArray body_)
        : body(std::move(body_))
    {
    }
    Reply(int status_, QByteArray body_)
        : status(status_)
        , body(std::move(body_))
    {
    }
};

/// The way back to one request's client. May be kept as long as the work takes: a client that left is noticed here.
/// Exactly one send() a request; dropping it unanswered sends 500.
/// Thread: the request's I/O thread.
class Responder final
{
public:
    class Target; // the gate's end
    explicit Responder(std::shared_ptr<Target> target);
    Responder(Responder&&) noexcept;
    Responder& operator=(Responder&&) noexcept;
    ~Responder();

    void send(Reply reply);

private:
    std::shared_ptr<Target> m_target;
};

} // namespace zg::http
