// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <optional>

namespace zg {

/// Writes JSON straight into a byte array: commas are its business, nesting the caller's. Fast, no tree in between.
/// @code JsonWriter json(out); json.beginObject(); json.field("id", 7).field("name", name); json.endObject();
class JsonWriter final
{
public:
    explicit JsonWriter(QByteArray& out)
        : m_out(out)
    {
    }

    JsonWriter& beginObject() { return open('{'); }
    JsonWriter& endObject() { return close('}'); }
    JsonWriter& beginArray() { return open('['); }
    JsonWriter& endArray() { return close(']'); }
    JsonWriter& key(QByteArrayView name);

    JsonWriter& value(qint64 number);
    JsonWriter& value(int number) { return value(qint64(number)); }
    JsonWriter& value(double number); ///< what is not finite becomes null
    JsonWriter& value(bool flag);
    JsonWriter& value(QStringView text);
    JsonWriter& value(const QString& text) { return value(QStringView(text)); }
    JsonWriter& utf8(QByteArrayView text); ///< a string that is valid UTF-8 already
    JsonWriter& value(const char* text) { return utf8(QByteArrayView(text)); }
    JsonWriter& null();
    JsonWriter& raw(QByteArrayView json); ///< finished JSON, as one value
    JsonWriter& time(qint64 ms);          ///< RFC 3339, milliseconds
    JsonWriter& time(const std::optional<qint64>& ms) { return ms ? time(*ms) : null(); }

    template <class T>
    JsonWriter& field(QByteArrayView name, const T& v)
    {
        key(name);
        return value(v);
    }

private:
    JsonWriter& open(char bracket);
    JsonWriter& close(char bracket);
    void comma();

    QByteArray& m_out;
    bool m_needComma = false;
};

} // namespace zg
