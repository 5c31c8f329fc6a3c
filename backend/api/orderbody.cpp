// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/orderbody.h"

#include "api/jsonbody.h"

#include <QJsonArray>

namespace zg::api {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxItems = 50;
constexpr qint64 maxQuantity = 999;
constexpr int maxRemark = 2'000; // a page of text
constexpr int maxAddressPart = 500;
constexpr int maxKey = 64;

Error invalid(const char* name, const char* why)
{
    return Error::invalid(QString::fromLatin1(name), QString::fromLatin1(why));
}

Result<QList<shop::NewOrderItem>> readItems(const QJsonValue& value)
{
    const QJsonArray array = value.toArray();
    if (!value.isArray() || array.isEmpty() || array.size() > maxItems)
        return invalid("items", "is no list of 1 to 50 items");
    QList<shop::NewOrderItem> items;
    items.reserve(array.size());
    for (const QJsonValue& element : array) {
        if (!element.isObject())
            return invalid("items", "holds what is no item");
        const QJsonObject object = element.toObject();
        const auto product = jsonInteger(object.value("product_id"_L1));
        if (!product || *product < 1)
            return invalid("product_id", "is no product's id");
        const auto quantity = jsonInteger(object.value("quantity"_L1));
        if (!quantity || *quantity < 1 || *quantity > maxQuantity)
            return invalid("quantity", "is not from 1 to 999");
        shop::NewOrderItem item;
        item.productId = ProductId(*product);
        item.quantity = *quantity;
        for (const auto& other : items) {
            if (other.productId == item.productId)
                return invalid("items", "names a product twice");
        }
        items.append(item);
    }
    return items;
}

Result<std::optional<shop::Address>> readAddress(const QJsonValue& value)
{
    if (value.isUndefined() || value.isNull())
        return std::optional<shop::Address>();
    if (!value.isObject())
        return invalid("address", "is no object");
    static constexpr std::pair<const char*, QString shop::Address::*> parts[] = {
        {"name", &shop::Address::name}, {"phone", &shop::Address::phone},       {"province", &shop::Address::province},
        {"city", &shop::Address::city}, {"district", &shop::Address::district}, {"detail", &shop::Address::detail},
    };
    shop::Address address;
    const Params members = Params::ofBody(0, value.toObject());
    for (const auto& [name, member] : parts) {
        auto text = members.optionalText(name, 0, maxAddressPart);
        if (!text)
            return text.error();
        address.*member = text->value_or(u""_s);
    }
    return std::optional<shop::Address>(std::move(address));
}

Result<QString> readKey(const Call& call)
{
    if (call.params.isAction()) {
        auto key = call.params.optionalText("idempotency_key", 0, maxKey);
        if (!key)
            return key.error();
        return key->value_or(QString());
    }
    const QString key = QString::fromUtf8(call.request->header("idempotency-key"));
    if (characters(key) > maxKey)
        return invalid("idempotency_key", "is longer than 64 characters");
    return key;
}

} // namespace

Result<shop::NewOrder> readNewOrder(const Call& call)
{
    shop::NewOrder order;
    order.userId = call.caller.userId;
    auto items = readItems(call.params.json("items"));
    if (!items)
        return items.error();
    order.items = std::move(*items);
    auto address = readAddress(call.params.json("address"));
    if (!address)
        return address.error();
    order.address = std::move(*address);
    auto remark = call.params.optionalText("remark", 0, maxRemark);
    if (!remark)
        return remark.error();
    order.remark = remark->value_or(u""_s);
    auto key = readKey(call);
    if (!key)
        return key.error();
    order.idempotencyKey = std::move(*key);
    return order;
}

} // namespace zg::api
