// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/actionbody.h"

#include "api/jsonbody.h"

#include <charconv>

namespace zg::api {

using namespace Qt::StringLiterals;

namespace {

/// Reads the strict part of JSON that scanAction() takes; any surprise is a stop.
class Scanner final
{
public:
    explicit Scanner(QByteArrayView text)
        : m_at(text.data())
        , m_end(text.data() + text.size())
    {
    }

    bool take(char wanted)
    {
        skipSpace();
        if (m_at == m_end || *m_at != wanted)
            return false;
        ++m_at;
        return true;
    }
    bool atEnd()
    {
        skipSpace();
        return m_at == m_end;
    }
    bool text(QByteArrayView& out)
    {
        if (!take('"'))
            return false;
        const char* from = m_at;
        while (m_at != m_end && *m_at >= 0x20 && *m_at < 0x7f && *m_at != '"' && *m_at != '\\')
            ++m_at;
        if (m_at == m_end || *m_at != '"')
            return false;
        out = QByteArrayView(from, m_at++ - from);
        return true;
    }
    bool positive(qint64& out)
    {
        skipSpace();
        if (m_at == m_end || *m_at < '1' || *m_at > '9')
            return false;
        const auto [end, error] = std::from_chars(m_at, m_end, out);
        if (error != std::errc() || (end != m_end && (*end == '.' || *end == 'e' || *end == 'E')))
            return false;
        m_at = end;
        return true;
    }

private:
    void skipSpace()
    {
        while (m_at != m_end && (*m_at == ' ' || *m_at == '\n' || *m_at == '\r' || *m_at == '\t'))
            ++m_at;
    }
    const char* m_at;
    const char* m_end;
};

bool scanData(Scanner& scanner, std::optional<qint64>& onlyId)
{
    if (!scanner.take('{'))
        return false;
    if (scanner.take('}'))
        return true;
    QByteArrayView name;
    qint64 id = 0;
    if (!scanner.text(name) || name != "id" || !scanner.take(':') || !scanner.positive(id) || !scanner.take('}'))
        return false;
    onlyId = id;
    return true;
}

} // namespace

std::optional<ActionBody> scanAction(QByteArrayView body)
{
    Scanner scanner(body);
    ActionBody found;
    bool hasAction = false, hasData = false, hasToken = false;
    if (!scanner.take('{'))
        return std::nullopt;
    do {
        QByteArrayView name, value;
        if (!scanner.text(name) || !scanner.take(':'))
            return std::nullopt;
        if (name == "action" && !std::exchange(hasAction, true)) {
            if (!scanner.text(value) || value.isEmpty())
                return std::nullopt;
            found.action = QByteArray::fromRawData(value.data(), value.size());
        } else if (name == "token" && !std::exchange(hasToken, true)) {
            if (!scanner.text(value))
                return std::nullopt;
            found.token = value.toByteArray();
        } else if (name == "data" && !std::exchange(hasData, true)) {
            if (!scanData(scanner, found.onlyId))
                return std::nullopt;
        } else {
            return std::nullopt;
        }
    } while (scanner.take(','));
    if (!scanner.take('}') || !scanner.atEnd() || !hasAction)
        return std::nullopt;
    return found;
}

Result<ActionBody> readAction(QByteArrayView body)
{
    if (auto scanned = scanAction(body))
        return std::move(*scanned);
    auto object = readObject(body);
    if (!object)
        return object.error();
    ActionBody found;
    const QJsonValue action = object->value("action"_L1);
    if (!action.isString() || action.toString().isEmpty())
        return Error::invalid(u"action"_s, u"is no name"_s);
    found.action = action.toString().toUtf8();
    const QJsonValue data = object->value("data"_L1);
    if (!data.isUndefined() && !data.isObject())
        return Error::invalid(u"data"_s, u"is no object"_s);
    found.data = data.toObject();
    const QJsonValue token = object->value("token"_L1);
    if (!token.isUndefined() && !token.isNull() && !token.isString())
        return Error::invalid(u"token"_s, u"is no text"_s);
    found.token = token.toString().toUtf8();
    return found;
}

} // namespace zg::api
