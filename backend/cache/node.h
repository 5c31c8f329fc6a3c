// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cache/entry.h"

#include <QByteArray>

#include <memory>

namespace zg::cache {

/// One entry as its shard keeps it.
struct Node
{
    Node* chain = nullptr; // the next one in the same slot, or in a list of the dead
    Node* newer = nullptr;
    Node* older = nullptr;
    size_t hash = 0;
    quint64 epoch = 0;
    qint64 loadedNs = 0;
    qint64 expiresNs = 0; // from here on it is old
    qint64 endsNs = 0;    // from here on it is no more
    qint64 retryNs = 0;   // of an old one: a load failed, and the next may not begin before
    qint64 bytes = 0;
    Family family{};
    bool visited = false; // since the hand passed
    QByteArray key;
    Entry entry;
};

/// With memory of its own, and counted.
std::unique_ptr<Node> makeNode(const Ticket& ticket, const Entry& entry);

} // namespace zg::cache
