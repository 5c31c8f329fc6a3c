// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QStringBuilder>

#include <charconv>
#include <concepts>

namespace zg::redis {

/// One command with its arguments, written in the protocol's own form.
class Command final
{
public:
    template <class... Args>
    explicit Command(QByteArrayView name, const Args&... args)
    {
        m_body.reserve(64);
        add(name);
        (add(args), ...);
    }

    Command& add(QByteArrayView argument)
    {
        lead('$', argument.size());
        m_body.append(argument).append("\r\n");
        ++m_count;
        return *this;
    }
    template <class A, class B>
    Command& add(const QStringBuilder<A, B>& text)
    {
        return add(QByteArrayView(QByteArray(text)));
    }
    template <std::integral T>
    Command& add(T number)
    {
        char text[24];
        const auto end = std::to_chars(text, text + sizeof text, number).ptr;
        return add(QByteArrayView(text, end - text));
    }
    void appendTo(QByteArray& out) const
    {
        char head[24];
        head[0] = '*';
        const auto end = std::to_chars(head + 1, head + sizeof head, m_count).ptr;
        out.append(head, end - head).append("\r\n").append(m_body);
    }

private:
    void lead(char kind, qsizetype size)
    {
        char head[24];
        head[0] = kind;
        const auto end = std::to_chars(head + 1, head + sizeof head, size).ptr;
        m_body.append(head, end - head).append("\r\n");
    }
    QByteArray m_body;
    int m_count = 0;
};

} // namespace zg::redis
