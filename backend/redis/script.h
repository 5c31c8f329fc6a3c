// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "redis/command.h"

#include <QCryptographicHash>

namespace zg::redis {

/// A Lua script, asked for by its digest; Redis is given the text when it does not know it.
class Script final
{
public:
    explicit Script(QByteArray text)
        : m_text(std::move(text))
        , m_digest(QCryptographicHash::hash(m_text, QCryptographicHash::Sha1).toHex())
    {
    }
    /// EVALSHA with keys and arguments to be added: first the number of keys.
    template <class... Args>
    Command call(const Args&... args) const
    {
        return Command("EVALSHA", m_digest, args...);
    }
    const QByteArray& text() const { return m_text; }
    Command load() const { return Command("SCRIPT", "LOAD", m_text); }

private:
    QByteArray m_text;
    QByteArray m_digest;
};

} // namespace zg::redis
