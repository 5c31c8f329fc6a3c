// SPDX-License-Identifier: GPL-3.0-or-later
#include "node/flightframe.h"

#include "node/flightfields.h"

#include <QCborStreamReader>
#include <QCborStreamWriter>

namespace zg::node {

namespace flight {

class Writer final
{
public:
    explicit Writer(QByteArray* to)
        : m_cbor(to)
    {
    }
    void operator()(const auto&... values)
    {
        m_cbor.startArray(sizeof...(values));
        (put(values), ...);
        m_cbor.endArray();
    }

private:
    template <class T>
    void put(const T& value)
    {
        if constexpr (std::is_same_v<T, bool> || std::is_floating_point_v<T>)
            m_cbor.append(value);
        else if constexpr (std::is_integral_v<T> || std::is_enum_v<T>)
            m_cbor.append(qint64(value));
        else
            fields(*this, value);
    }
    void put(const QString& text) { m_cbor.append(QStringView(text)); }
    void put(const QByteArray& text) { m_cbor.append(text); }
    template <class T>
    void put(const QList<T>& list)
    {
        putAll(list);
    }
    template <class T, size_t n>
    void put(const std::array<T, n>& list)
    {
        putAll(list);
    }
    void putAll(const auto& list)
    {
        m_cbor.startArray(quint64(list.size()));
        for (const auto& value : list)
            put(value);
        m_cbor.endArray();
    }

    QCborStreamWriter m_cbor;
};

/// Reads what a Writer wrote; what is of another kind, or ends early, makes it not well.
class Reader final
{
public:
    explicit Reader(const QByteArray& from)
        : m_cbor(from)
    {
    }
    bool isWell() { return accept(true); }
    void operator()(auto&... values)
    {
        inArray([&] { ((m_cbor.hasNext() ? get(values) : void()), ...); });
    }
    template <class T>
    void get(T& value)
    {
        if constexpr (std::is_same_v<T, bool>) {
            if (accept(m_cbor.isBool()))
                value = m_cbor.toBool();
        } else if constexpr (std::is_floating_point_v<T>) {
            if (accept(m_cbor.isDouble() || m_cbor.isFloat()))
                value = T(m_cbor.isDouble() ? m_cbor.toDouble() : double(m_cbor.toFloat()));
        } else if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
            if (accept(m_cbor.isInteger()))
                value = T(m_cbor.toInteger());
        } else {
            fields(*this, value);
            return;
        }
        m_cbor.next();
    }
    void get(QString& text)
    {
        text.clear();
        if (accept(m_cbor.isString()))
            readInto(text, [this] { return m_cbor.readString(); });
    }
    void get(QByteArray& text)
    {
        text.clear();
        if (accept(m_cbor.isByteArray()))
            readInto(text, [this] { return m_cbor.readByteArray(); });
    }
    template <class T>
    void get(QList<T>& list)
    {
        list.clear();
        inArray([&] {
            while (m_isWell && m_cbor.hasNext()) {
                list.emplace_back();
                get(list.back());
            }
        });
    }
    template <class T, size_t n>
    void get(std::array<T, n>& list)
    {
        inArray([&] {
            for (T& value : list)
                if (m_cbor.hasNext())
                    get(value);
        });
    }

private:
    bool accept(bool isRight)
    {
        m_isWell = m_isWell && isRight && m_cbor.lastError() == QCborError::NoError;
        return m_isWell;
    }
    void readInto(auto& text, const auto& read)
    {
        auto part = read();
        for (; part.status == QCborStreamReader::Ok; part = read())
            text += part.data;
        accept(part.status == QCborStreamReader::EndOfString);
    }
    void inArray(const auto& body)
    {
        if (!accept(m_cbor.isArray() && m_cbor.enterContainer()))
            return;
        body();
        while (accept(true) && m_cbor.hasNext()) // a later version's
            m_cbor.next();
        if (isWell())
            m_cbor.leaveContainer();
    }

    QCborStreamReader m_cbor;
    bool m_isWell = true;
};

} // namespace flight

QByteArray toCbor(const FlightFrame& frame)
{
    QByteArray cbor;
    flight::Writer writer(&cbor);
    flight::fields(writer, frame);
    return cbor;
}

std::optional<FlightFrame> flightFrame(const QByteArray& cbor)
{
    FlightFrame frame;
    flight::Reader reader(cbor);
    flight::fields(reader, frame);
    return reader.isWell() ? std::optional(std::move(frame)) : std::nullopt;
}

} // namespace zg::node
