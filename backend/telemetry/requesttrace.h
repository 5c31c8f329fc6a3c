// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/trace.h"
#include "telemetry/snapshot.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace zg::telemetry {

/// Why a request's trace was kept. Each kind has its own room: a flood of one does not push out the others.
enum class Kept : quint8 {
    Sampled, ///< one of many, so that there is something to compare with
    Slow,    ///< slower than its route mostly is
    Refused, ///< 4xx, but for what is everyday: no token, an old one, no such thing
    Shed,    ///< turned away by limits or overload
    Failed   ///< 5xx
};
inline constexpr int keptCount = 5;

/// A stretch of a request's way.
struct RequestSpan
{
    Step step = Step::Wait;
    qint64 beginNs = 0; ///< since the request's start
    qint64 durationNs = 0;
    QString name; ///< a statement's ("product.find"); else empty
    bool operator==(const RequestSpan&) const = default;
};

/// One request and where its time went, as it was kept. Nothing in it is secret: no token, no body, no values.
struct RequestTrace
{
    quint64 number = 0; ///< counts what was kept
    QByteArray id;      ///< as in its answer's X-Request-Id
    QString route;      ///< "GET /api/v1/products/{id}"
    QByteArray client;  ///< the address, as in the access log
    QByteArray reason;  ///< the contract's slug of what went wrong; empty: nothing did
    qint64 startedAtMs = 0;
    qint64 durationNs = 0; ///< from its first byte until its answer was out
    qint64 readNs = 0;     ///< of that, until it was whole: the client's
    int status = 0;
    Kept kept = Kept::Sampled;
    bool isSlow = false;      ///< whatever else it is
    bool hasLeft = false;     ///< the client did not wait for the answer
    QList<RequestSpan> spans; ///< by their beginning
    int leftOut = 0;          ///< statements beyond those in `spans`
    qint64 leftOutNs = 0;
    /// How much of the duration lies in spans; those that lie in others count once.
    qint64 coveredNs() const;
    bool operator==(const RequestTrace&) const = default;
};

/// What was kept, newest first.
struct KeptRequests
{
    quint64 revision = 0; ///< changes whenever one more is kept
    QList<RequestTrace> requests;
    bool operator==(const KeptRequests&) const = default;
};

} // namespace zg::telemetry
