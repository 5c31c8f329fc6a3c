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
} // namespace

Result<QJsonObject> readObject(QByteArrayView body)
{
    const auto bytes = QByteArray::fromRawData(body.data(), body.size());
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
