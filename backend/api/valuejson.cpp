// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/valuejson.h"

namespace zg::api {

namespace {

template <class Tag>
void writeId(JsonWriter& json, const std::optional<Id<Tag>>& id)
{
    if (id && id->isSet())
        json.value(id->value);
    else
        json.null();
}

void write(JsonWriter& json, const std::optional<shop::Address>& address)
{
    if (!address) {
        json.null();
        return;
    }
    json.beginObject();
    json.field("name", address->name).field("phone", address->phone).field("province", address->province);
    json.field("city", address->city).field("district", address->district).field("detail", address->detail);
    json.endObject();
}

void write(JsonWriter& json, const shop::OrderItem& item)
{
    json.beginObject();
    json.field("product_id", item.productId.value).field("name", item.name).field("price", item.priceFen);
    json.field("quantity", item.quantity).field("amount", item.amountFen());
    json.endObject();
}

void write(JsonWriter& json, const shop::HistoryEntry& entry)
{
    json.beginObject();
    json.key("from").utf8(name(entry.from)).key("to").utf8(name(entry.to));
    json.key("user_id");
    writeId(json, entry.userId);
    json.key("at").time(entry.at).field("note", entry.note);
    json.endObject();
}

void writeOrder(JsonWriter& json, const shop::Order& order, bool forStaff)
{
    json.beginObject();
    json.field("id", order.id.value).field("order_no", order.orderNo).field("user_id", order.userId.value);
    json.key("status").utf8(name(order.status));
    json.key("items").beginArray();
    for (const auto& item : order.items)
        write(json, item);
    json.endArray().field("total", order.totalFen).key("address");
    write(json, order.address);
    json.field("remark", order.remark).key("tracking_no");
    if (order.trackingNo.isEmpty())
        json.null();
    else
        json.value(order.trackingNo);
    json.field("version", order.version).key("created_at").time(order.createdAt);
    json.key("paid_at").time(order.paidAt).key("shipped_at").time(order.shippedAt);
    json.key("completed_at").time(order.completedAt).key("cancelled_at").time(order.cancelledAt);
    if (forStaff) {
        json.field("user_name", order.userName).key("history").beginArray();
        for (const auto& entry : order.history)
            write(json, entry);
        json.endArray();
    }
    json.endObject();
}

} // namespace

void write(JsonWriter& json, const shop::Product& product)
{
    // A deleted product is one that is off the shelf for good: "deleted" never leaves the house.
    const auto status =
        product.status == shop::ProductStatus::OnSale ? shop::ProductStatus::OnSale : shop::ProductStatus::OffShelf;
    json.beginObject();
    json.field("id", product.id.value).field("name", product.name).key("category_id");
    writeId(json, product.categoryId);
    json.field("price", product.priceFen).field("stock", product.stock).field("sales", product.sales);
    json.field("version", product.version).key("status").utf8(name(status));
    json.field("image_url", product.imageUrl).field("description", product.description);
    json.key("created_at").time(product.createdAt).key("updated_at").time(product.updatedAt);
    json.endObject();
}

void write(JsonWriter& json, const shop::Order& order)
{
    writeOrder(json, order, false);
}

void writeForStaff(JsonWriter& json, const shop::Order& order)
{
    writeOrder(json, order, true);
}

void write(JsonWriter& json, const shop::Category& category)
{
    json.beginObject();
    json.field("id", category.id.value).field("name", category.name).field("sort", category.sort);
    json.endObject();
}

void write(JsonWriter& json, const shop::LedgerEntry& entry)
{
    json.beginObject();
    json.field("id", entry.id).field("delta", entry.delta).field("stock_after", entry.stockAfter);
    json.key("cause").utf8(name(entry.cause)).key("order_id");
    writeId(json, entry.orderId);
    json.key("by");
    writeId(json, entry.by);
    json.field("note", entry.note).key("created_at").time(entry.createdAt);
    json.endObject();
}

} // namespace zg::api
