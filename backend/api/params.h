// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <optional>

namespace zg::api {

/// What a call was asked with, the same for both protocols: path id and query or body (REST), or the fields of `data`
/// (actions). Types are exact: "1" is no number. Null is the same as absent, where refuseNull() does not say otherwise.
/// @errors of every reader: InvalidArgument with the field's name
/// Thread: any; a value.
class Params final
{
public:
    static Params ofQuery(qint64 pathId, QByteArrayView query); ///< the query must outlive it: keep the request
    static Params ofBody(qint64 pathId, QJsonObject body);
    static Params ofAction(QJsonObject data);
    static Params ofActionId(qint64 id); ///< an action whose data is {"id":N} alone; N ≥ 1

    /// The path's {id}, or `id` of an action. @errors NotFound when it is not positive, InvalidArgument when it is
    /// missing
    Result<qint64> id() const;

    Result<QString> text(const char* name, int minimum, int maximum) const;
    Result<std::optional<QString>> optionalText(const char* name, int minimum, int maximum) const;
    Result<qint64> integer(const char* name, qint64 minimum, qint64 maximum) const;
    Result<std::optional<qint64>> optionalInteger(const char* name, qint64 minimum, qint64 maximum) const;
    Result<bool> boolean(const char* name) const;
    Result<std::optional<bool>> optionalBoolean(const char* name) const;
    /// RFC 3339, in milliseconds.
    Result<std::optional<qint64>> optionalTime(const char* name) const;

    /// For members that have no "none": a client that sends null did not mean "leave it as it is".
    Result<void> refuseNull(std::initializer_list<const char*> names) const;

    Result<int> limit() const;         ///< 1–100, 20 when absent
    Result<QByteArray> cursor() const; ///< empty when absent; its meaning is checked by who reads the list

    /// The raw value of a body or data field; Undefined when absent.
    QJsonValue json(const char* name) const;
    bool isAction() const { return m_isAction; }

private:
    Params() = default;
    Result<std::optional<qint64>> number(const char* name) const;

    qint64 m_pathId = 0;
    QByteArray m_query;
    QJsonObject m_object;
    bool m_isQuery = false;
    bool m_isAction = false;
};

/// Decimal digits with an optional minus, in 64 bits; nothing else is a number of a query or a path.
std::optional<qint64> parseInteger(QByteArrayView text);
/// An exact integer of a JSON document; nothing for 1.5, "1", true or 1e300.
std::optional<qint64> jsonInteger(const QJsonValue& value);

} // namespace zg::api
