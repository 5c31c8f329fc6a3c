// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <vector>

namespace zg::redis {

/// What Redis answered to one command.
struct Reply
{
    enum class Type : quint8 { Nil, Text, Status, Integer, Array, Error };
    Type type = Type::Nil;
    qint64 integer = 0;
    QByteArray text; ///< of Text, Status and Error
    std::vector<Reply> items;

    bool isNil() const { return type == Type::Nil; }
    bool isText() const { return type == Type::Text; }
    bool isError() const { return type == Type::Error; }
    bool isOk() const { return type == Type::Status; }
    bool operator==(const Reply&) const = default;
};

} // namespace zg::redis
