// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace zg::audit {

/// Who does something, and from where.
struct Actor
{
    UserId id;      ///< not set: the program itself
    QString origin; ///< the client's address, or "console"

    Actor() = default;
    Actor(UserId id_, QString origin_ = {})
        : id(id_)
        , origin(std::move(origin_))
    {
    }
    bool operator==(const Actor&) const = default;
};

/// What staff do that is written down.
enum class OperationKind : quint8 { Setting, Account, Refund, Shipment, Product, Stock, Category, Strategy };
inline constexpr int operationKindCount = 8;
const char* name(OperationKind kind); ///< as it is stored: "setting"
std::optional<OperationKind> operationKindNamed(QByteArrayView name);

/// A field of what was worked on, before and after, as texts: money in fen, words as in the contract.
struct Change
{
    QString field, before, after;
    bool operator==(const Change&) const = default;
};

/// One thing that a person of the staff did.
struct Operation
{
    qint64 id = 0;
    qint64 at = 0; ///< milliseconds since 1970 UTC
    UserId by;     ///< not set: the program itself
    QString byName;
    OperationKind kind = OperationKind::Setting;
    QString subject; ///< what was worked on: a setting's key, a username, an order's number, a product's name
    qint64 subjectId = 0;
    QList<Change> changes;
    QString origin;
    bool operator==(const Operation&) const = default;
};

struct OperationFilter
{
    std::optional<UserId> by;
    std::optional<OperationKind> kind;
    QString text; ///< part of the subject, of a change, of the name or of the origin
    bool operator==(const OperationFilter&) const = default;
};

/// Newest first; the cursor is opaque, empty at the end.
struct OperationPage
{
    QList<Operation> items;
    QByteArray nextCursor;
    bool operator==(const OperationPage&) const = default;
};

} // namespace zg::audit
