// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/orderrequest.h"

#include "core/jsonwriter.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtEndian>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace zg::shop {

namespace {
constexpr qsizetype maxItems = 50;
constexpr qint64 maxQuantity = 999; // 50 × 999 × 10^10 fen stays far inside 64 bits
constexpr qsizetype maxKey = 64;

void putNumber(QByteArray& out, qint64 number)
{
    char bytes[8];
    qToBigEndian<qint64>(number, bytes);
    out.append(bytes, 8);
}

void putText(QByteArray& out, const QString& text)
{
    const auto utf8 = text.toUtf8();
    putNumber(out, utf8.size());
    out.append(utf8);
}

QList<NewOrderItem> byProduct(QList<NewOrderItem> items)
{
    std::ranges::sort(items, {}, &NewOrderItem::productId);
    return items;
}
} // namespace

Result<OrderRequest> OrderRequest::make(NewOrder order)
{
    if (order.items.isEmpty() || order.items.size() > maxItems)
        return Error::invalid(u"items"_s);
    const auto sorted = byProduct(order.items);
    for (qsizetype i = 0; i < sorted.size(); ++i) {
        const auto& item = sorted[i];
        const bool isTwice = i > 0 && sorted[i - 1].productId == item.productId;
        if (item.quantity < 1 || item.quantity > maxQuantity || isTwice)
            return Error::invalid(u"items"_s);
    }
    if (order.idempotencyKey.size() > maxKey)
        return Error::invalid(u"idempotency_key"_s);

    OrderRequest request;
    if (!order.idempotencyKey.isEmpty())
        request.meaning = meaningOf(order);
    if (order.address)
        request.addressJson = addressToJson(*order.address);
    request.order = std::move(order);
    return request;
}

QByteArray meaningOf(const NewOrder& order)
{
    QByteArray meaning;
    meaning.reserve(256);
    const auto items = byProduct(order.items);
    putNumber(meaning, items.size());
    for (const auto& item : items) {
        putNumber(meaning, item.productId.value);
        putNumber(meaning, item.quantity);
    }
    putText(meaning, order.remark);
    if (order.address) {
        for (const auto& part : {order.address->name, order.address->phone, order.address->province,
                                 order.address->city, order.address->district, order.address->detail})
            putText(meaning, part);
    }
    return QCryptographicHash::hash(meaning, QCryptographicHash::Sha256);
}

QString addressToJson(const Address& address)
{
    QByteArray out;
    JsonWriter json(out);
    json.beginObject();
    json.field("name", address.name).field("phone", address.phone).field("province", address.province);
    json.field("city", address.city).field("district", address.district).field("detail", address.detail);
    json.endObject();
    return QString::fromUtf8(out);
}

std::optional<Address> addressFromJson(const QByteArray& json)
{
    if (json.isEmpty())
        return std::nullopt;
    const auto object = QJsonDocument::fromJson(json).object();
    Address address;
    address.name = object.value("name"_L1).toString();
    address.phone = object.value("phone"_L1).toString();
    address.province = object.value("province"_L1).toString();
    address.city = object.value("city"_L1).toString();
    address.district = object.value("district"_L1).toString();
    address.detail = object.value("detail"_L1).toString();
    return address;
}

} // namespace zg::shop
