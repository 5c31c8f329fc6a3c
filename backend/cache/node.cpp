// SPDX-License-Identifier: GPL-3.0-or-later
#include "cache/node.h"

namespace zg::cache {

namespace {
constexpr qint64 allocationBytes = 16;              // what malloc adds
constexpr qint64 arrayBytes = 16 + allocationBytes; // QArrayData's head
constexpr qint64 slotBytes = 16;                    // a node's share of the table, between two doublings

qint64 bytesOf(const QByteArray& array)
{
    return array.isEmpty() ? 0 : qint64(qMax(array.capacity(), array.size())) + 1 + arrayBytes;
}

/// The array with memory of its own (a view on somebody's would dangle) and no more of it than a quarter unused.
QByteArray owned(const QByteArray& array)
{
    if (array.isEmpty() ||
        (array.capacity() >= array.size() && array.capacity() <= array.size() + array.size() / 4 + 64))
        return array;
    return QByteArray(array.constData(), array.size());
}
} // namespace

std::unique_ptr<Node> makeNode(const Ticket& ticket, const Entry& entry)
{
    auto node = std::make_unique<Node>();
    node->hash = ticket.hash;
    node->epoch = ticket.epoch;
    node->family = ticket.family;
    node->key = owned(ticket.key);
    node->entry = entry;
    node->entry.value = owned(entry.value);
    node->bytes = qint64(sizeof(Node)) + allocationBytes + slotBytes + bytesOf(node->key) + bytesOf(node->entry.value) +
                  entry.payloadBytes;
    return node;
}

} // namespace zg::cache
