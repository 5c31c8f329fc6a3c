// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/params.h"

#include "api/jsonbody.h"
#include "core/timestamp.h"
#include "http/request.h"

#include <charconv>

namespace zg::api {

using namespace Qt::StringLiterals;

namespace {

constexpr int defaultLimit = 20;
constexpr int maxLimit = 100;  // a page is answered from memory in microseconds; larger ones would not be
constexpr int maxCursor = 512; // ours are far shorter: longer ones are not ours

Error invalid(const char* name, const char* why)
{
    return Error::invalid(QString::fromLatin1(name), QString::fromLatin1(why));
}

} // namespace

std::optional<qint64> parseInteger(QByteArrayView text)
{
    qint64 value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.isEmpty() || error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::optional<qint64> jsonInteger(const QJsonValue& value)
{
    if (!value.isDouble())
        return std::nullopt;
    const qint64 number = value.toInteger(0);
    if (number == 0 && value.toInteger(1) == 1) // the default came back: not an integer
        return std::nullopt;
    return number;
}

Params Params::ofQuery(qint64 pathId, QByteArrayView query)
{
    Params params;
    params.m_pathId = pathId;
    params.m_query = QByteArray::fromRawData(query.data(), query.size());
    params.m_isQuery = true;
    return params;
}

Params Params::ofBody(qint64 pathId, QJsonObject body)
{
    Params params;
    params.m_pathId = pathId;
    params.m_object = std::move(body);
    return params;
}

Params Params::ofAction(QJsonObject data)
{
    Params params;
    params.m_object = std::move(data);
    params.m_isAction = true;
    return params;
}

Params Params::ofActionId(qint64 id)
{
    Params params;
    params.m_pathId = id;
    params.m_isAction = true;
    return params;
}

QJsonValue Params::json(const char* name) const
{
    return m_object.value(QLatin1StringView(name));
}

Result<qint64> Params::id() const
{
    if (m_pathId != 0)
        return m_pathId;
    if (!m_isAction)
        return Error{ErrorCode::NotFound};
    const auto number = jsonInteger(json("id"));
    if (!number) {
        // A whole number that no 64 bits hold is an id that nobody has, not a wrong type.
        const QJsonValue value = json("id");
        if (value.isDouble() && std::trunc(value.toDouble()) == value.toDouble())
            return Error{ErrorCode::NotFound};
        return invalid("id", "is no integer");
    }
    if (*number < 1)
        return Error{ErrorCode::NotFound};
    return *number;
}

Result<std::optional<QString>> Params::optionalText(const char* name, int minimum, int maximum) const
{
    QString text;
    if (m_isQuery) {
        const QByteArray value = http::queryValue(m_query, name);
        if (value.isNull())
            return std::optional<QString>();
        text = QString::fromUtf8(value);
    } else {
        const QJsonValue value = json(name);
        if (value.isUndefined() || value.isNull())
            return std::optional<QString>();
        if (!value.isString())
            return invalid(name, "is no text");
        text = value.toString();
    }
    const auto length = characters(text);
    if (length < minimum || length > maximum)
        return invalid(name, "is too short or too long");
    return std::optional<QString>(std::move(text));
}

Result<QString> Params::text(const char* name, int minimum, int maximum) const
{
    auto value = optionalText(name, minimum, maximum);
    if (!value)
        return value.error();
    if (!*value)
        return invalid(name, "is missing");
    return std::move(**value);
}

Result<std::optional<qint64>> Params::number(const char* name) const
{
    if (m_isQuery) {
        const QByteArray value = http::queryValue(m_query, name);
        if (value.isNull())
            return std::optional<qint64>();
        const auto parsed = parseInteger(value);
        if (!parsed)
            return invalid(name, "is no integer");
        return parsed;
    }
    const QJsonValue value = json(name);
    if (value.isUndefined() || value.isNull())
        return std::optional<qint64>();
    const auto parsed = jsonInteger(value);
    if (!parsed)
        return invalid(name, "is no integer");
    return parsed;
}

Result<std::optional<qint64>> Params::optionalInteger(const char* name, qint64 minimum, qint64 maximum) const
{
    auto value = number(name);
    if (!value)
        return value.error();
    if (*value && (**value < minimum || **value > maximum))
        return invalid(name, "is out of range");
    return *value;
}

Result<qint64> Params::integer(const char* name, qint64 minimum, qint64 maximum) const
{
    auto value = optionalInteger(name, minimum, maximum);
    if (!value)
        return value.error();
    if (!*value)
        return invalid(name, "is missing");
    return **value;
}

Result<std::optional<bool>> Params::optionalBoolean(const char* name) const
{
    const QJsonValue value = json(name);
    if (value.isUndefined() || value.isNull())
        return std::optional<bool>();
    if (!value.isBool())
        return invalid(name, "is neither true nor false");
    return std::optional<bool>(value.toBool());
}

Result<bool> Params::boolean(const char* name) const
{
    auto value = optionalBoolean(name);
    if (!value)
        return value.error();
    if (!*value)
        return invalid(name, "is missing");
    return **value;
}

Result<std::optional<qint64>> Params::optionalTime(const char* name) const
{
    auto text = optionalText(name, 0, 40);
    if (!text)
        return text.error();
    if (!*text)
        return std::optional<qint64>();
    QByteArray value = (*text)->toUtf8();
    value.replace(' ', '+'); // an offset's plus sign that the client did not encode
    const auto time = parseTimestamp(value);
    if (!time)
        return invalid(name, "is no RFC 3339 time");
    return std::optional<qint64>(*time);
}

Result<void> Params::refuseNull(std::initializer_list<const char*> names) const
{
    for (const char* name : names) {
        if (json(name).isNull())
            return invalid(name, "is null");
    }
    return {};
}

Result<int> Params::limit() const
{
    auto value = optionalInteger("limit", 1, maxLimit);
    if (!value)
        return value.error();
    return int(value->value_or(defaultLimit));
}

Result<QByteArray> Params::cursor() const
{
    auto text = optionalText("cursor", 0, maxCursor);
    if (!text)
        return text.error();
    return text->value_or(QString()).toUtf8();
}

} // namespace zg::api
