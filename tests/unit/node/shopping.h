// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/jsoncache.h"
#include "shop/shop.h"

namespace zg::node {

template <class T>
T wait(Task<T> task)
{
    return QCoro::waitFor(std::move(task));
}

inline bool hasStock(const QByteArray& body, int stock)
{
    return body.contains(QByteArray("\"stock\":" + QByteArray::number(stock) + ','));
}

/// What tests do with a node's shop(), and see in its cache(). Blocking.
template <class Member>
class Shopping
{
public:
    QByteArray near(ProductId id) { return member().cache().productFromMemory(id); } ///< null: not in memory
    QByteArray product(ProductId id)
    {
        if (const QByteArray kept = near(id); !kept.isNull())
            return kept;
        const auto body = wait(member().cache().product(id));
        return body ? body->bytes : QByteArray();
    }
    ProductId add(const QString& name, qint64 stock)
    {
        shop::ProductDraft wanted;
        wanted.name = name;
        wanted.priceFen = 990;
        wanted.stock = stock;
        wanted.status = shop::ProductStatus::OnSale;
        return wait(member().shop().products().create(wanted, UserId(1)))->id;
    }
    bool adjust(ProductId id, qint64 delta)
    {
        return wait(member().shop().products().adjustStock(id, delta, QStringLiteral("test"), UserId(1))).has_value();
    }

private:
    Member& member() { return static_cast<Member&>(*this); }
};

} // namespace zg::node
