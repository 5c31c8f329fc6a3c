// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/jsonbody.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace zg::api {

using namespace Qt::StringLiterals;

namespace {
/// QJsonDocument takes objects and arrays alone, so a lone 7 or "x" is tried as an array's only element.
bool isScalar(const QByteArray& body)
{
    const auto wrapped = QJsonDocument::fromJson("[" + body + "]");
    return wrapped.isArray() && wrapped.array().size() == 1;
}

/// A raw control character inside a string, which JSON forbids (RFC 8259 7) and QJsonDocument lets through.
bool hasRawControl(QByteArrayView body)
{
    bool inString = false;
    for (qsizetype i = 0; i < body.size(); ++i) {
        const char c = body[i];
        if (c == '"')
            inString = !inString;
        else if (inString && c == '\\')
            ++i;
        else if (inString && uchar(c) < 0x20)
            return true;
    }
    return false;
}
} // namespace

Result<QJsonObject> readObject(QByteArrayView body)
{
    const auto bytes = QByteArray::fromRawData(body.data(), body.size());
    if (hasRawControl(body))
        return Error{ErrorCode::InvalidJson, u"a control character in a text"_s};
    QJsonParseError parse;
    const auto document = QJsonDocument::fromJson(bytes, &parse);
    if (parse.error == QJsonParseError::NoError && document.isObject())
        return document.object();
    if (document.isArray() || isScalar(bytes))
        return Error::invalid(u"body"_s, u"the body is no object"_s);
    return Error{ErrorCode::InvalidJson, parse.errorString()};
}

qsizetype characters(QStringView text)
{
    return std::count_if(text.begin(), text.end(), [](QChar c) { return !c.isLowSurrogate(); });
}

} // namespace zg::api
