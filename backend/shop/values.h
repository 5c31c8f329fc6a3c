// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace zg::shop {

// Times are milliseconds since 1970 UTC, money is fen, in every value here.

enum class ProductStatus : quint8 { OnSale, OffShelf, Deleted };
QByteArrayView name(ProductStatus status); ///< "on_sale", "off_shelf"; "deleted" never leaves the house
std::optional<ProductStatus> productStatus(QByteArrayView name); ///< on_sale or off_shelf

struct Product
{
    ProductId id;
    QString name;
    std::optional<CategoryId> categoryId;
    qint64 priceFen = 0;
    qint64 stock = 0;
    qint64 sales = 0;
    qint64 version = 1;
    ProductStatus status = ProductStatus::OffShelf;
    QString imageUrl;
    QString description;
    qint64 createdAt = 0;
    qint64 updatedAt = 0;
    bool operator==(const Product&) const = default;
};

struct ProductDraft
{
    QString name;
    std::optional<CategoryId> categoryId;
    qint64 priceFen = 0;
    qint64 stock = 0;
    ProductStatus status = ProductStatus::OffShelf;
    QString imageUrl;
    QString description;
};

/// What an edit changes; what is not set stays. Stock is not here: it changes by deltas.
struct ProductPatch
{
    qint64 version = 0;
    std::optional<QString> name;
    std::optional<std::optional<CategoryId>> categoryId;
    std::optional<qint64> priceFen;
    std::optional<ProductStatus> status;
    std::optional<QString> imageUrl;
    std::optional<QString> description;
};

enum class ProductSort : quint8 { Newest, PriceAsc, PriceDesc, Sales };
QByteArrayView name(ProductSort sort);
std::optional<ProductSort> productSort(QByteArrayView name); ///< "newest", "price_asc", "price_desc", "sales"

struct ProductFilter
{
    std::optional<CategoryId> categoryId;
    std::optional<ProductStatus> status; ///< nothing: all states but deleted
    QString text;                        ///< part of the name (q)
    ProductSort sort = ProductSort::Newest;
    bool isHeavy() const { return !text.isEmpty() || status != ProductStatus::OnSale; } ///< no page of the open shelf
    bool operator==(const ProductFilter&) const = default;
};

struct Category
{
    CategoryId id;
    QString name;
    qint64 sort = 0;
    bool operator==(const Category&) const = default;
};

enum class OrderStatus : quint8 { PendingPayment, Paid, Shipped, Completed, Cancelled, Refunding, Refunded };
inline constexpr int orderStatusCount = 7;
QByteArrayView name(OrderStatus status);
std::optional<OrderStatus> orderStatus(QByteArrayView name);

struct Address
{
    QString name, phone, province, city, district, detail;
    bool operator==(const Address&) const = default;
};

struct OrderItem
{
    ProductId productId;
    QString name;
    qint64 priceFen = 0;
    qint64 quantity = 0;
    qint64 amountFen() const { return priceFen * quantity; }
    bool operator==(const OrderItem&) const = default;
};

/// One change of an order's status.
struct HistoryEntry
{
    OrderStatus from = OrderStatus::PendingPayment;
    OrderStatus to = OrderStatus::PendingPayment;
    std::optional<UserId> userId; ///< nothing: the program itself (expiry)
    QString userName;             ///< for the desk
    qint64 at = 0;
    QString note;
    bool operator==(const HistoryEntry&) const = default;
};

struct Order
{
    OrderId id;
    QString orderNo;
    UserId userId;
    QString userName; ///< for the desk; not in the customer's JSON
    OrderStatus status = OrderStatus::PendingPayment;
    QList<OrderItem> items;
    qint64 totalFen = 0;
    std::optional<Address> address;
    QString remark;
    QString trackingNo; ///< null until shipped
    qint64 version = 1;
    qint64 createdAt = 0;
    std::optional<qint64> paidAt, shippedAt, completedAt, cancelledAt;
    QList<HistoryEntry> history; ///< oldest first; filled only where the staff's form is asked for
    bool operator==(const Order&) const = default;
};

struct NewOrderItem
{
    ProductId productId;
    qint64 quantity = 0;
    bool operator==(const NewOrderItem&) const = default;
};

struct NewOrder
{
    UserId userId;
    QList<NewOrderItem> items;
    std::optional<Address> address;
    QString remark;
    QString idempotencyKey; ///< empty: none
    bool operator==(const NewOrder&) const = default;
};

struct OrderFilter
{
    std::optional<OrderStatus> status;
    std::optional<UserId> userId;
    std::optional<ProductId> productId; ///< the desk's filter
    QString orderNo;                    ///< exact
    std::optional<qint64> from, to;     ///< from ≤ created_at < to
    bool operator==(const OrderFilter&) const = default;
};

enum class LedgerCause : quint8 { Initial, Order, Cancel, Expire, Refund, Adjust };
QByteArrayView name(LedgerCause cause);

struct LedgerEntry
{
    qint64 id = 0;
    qint64 delta = 0;
    qint64 stockAfter = 0;
    LedgerCause cause = LedgerCause::Initial;
    std::optional<OrderId> orderId;
    std::optional<UserId> by;
    QString byName; ///< for the desk
    QString note;
    qint64 createdAt = 0;
    bool operator==(const LedgerEntry&) const = default;
};

/// One field of a product before and after an edit, as texts: prices in fen, categories by name.
struct FieldChange
{
    QString field; ///< as in the API: "name", "category", "price", "status", "image_url", "description"
    QString before, after;
    bool operator==(const FieldChange&) const = default;
};

/// One line of a product's history: a change of its stock, or what staff edited.
struct ProductEvent
{
    qint64 id = 0; ///< one of its own in the product's history: the ledger's above 0, the edits' below
    std::optional<LedgerEntry> stock;
    QList<FieldChange> edits;
    std::optional<UserId> by;
    QString byName;
    qint64 at = 0;
    bool operator==(const ProductEvent&) const = default;
};

/// A page of a list that is read by key: the cursor is opaque, empty at the end.
template <class T>
struct Page
{
    QList<T> items;
    QByteArray nextCursor;
    bool operator==(const Page&) const = default;
};

} // namespace zg::shop
