// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonwriter.h"
#include "shop/values.h"

namespace zg::api {

// How the shop's values look on the wire. Key order is fixed: jsoncache patches the counters of a finished product.

void write(JsonWriter& json, const shop::Product& product);
void write(JsonWriter& json, const shop::Order& order);
void write(JsonWriter& json, const shop::Category& category);
void write(JsonWriter& json, const shop::LedgerEntry& entry);

/// The staff's form of an order: with the customer's name and the history.
void writeForStaff(JsonWriter& json, const shop::Order& order);

/// One value as the JSON of `data`.
template <class T>
QByteArray toJson(const T& value)
{
    QByteArray out;
    out.reserve(768);
    JsonWriter json(out);
    write(json, value);
    return out;
}

/// {"items":[…],"next_cursor":…}, each item through `writeItem(json, item)`.
template <class List, class WriteItem>
QByteArray pageJson(const List& items, QByteArrayView nextCursor, WriteItem writeItem)
{
    QByteArray out;
    out.reserve(64 + items.size() * 512);
    JsonWriter json(out);
    json.beginObject().key("items").beginArray();
    for (const auto& item : items)
        writeItem(json, item);
    json.endArray().key("next_cursor");
    if (nextCursor.isEmpty())
        json.null();
    else
        json.utf8(nextCursor);
    json.endObject();
    return out;
}

template <class T>
QByteArray pageJson(const shop::Page<T>& page)
{
    return pageJson(page.items, page.nextCursor, [](JsonWriter& json, const T& item) { write(json, item); });
}

} // namespace zg::api
