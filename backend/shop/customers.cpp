// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/customers.h"

#include "shop/concerns.h"
#include "shop/orderquery.h"
#include "shop/orderreader.h"
#include "sql/database.h"

#include <numeric>

namespace zg::shop {

namespace {
const sql::Statement findCustomer{"customer.find",
                                  "SELECT id, COALESCE(username, nickname), created_at FROM users WHERE id = ?"};
const sql::Statement findByUsername{
    "customer.find_by_name", "SELECT id, COALESCE(username, nickname), created_at FROM users WHERE username = ?"};
constexpr int lastOrders = 20;

template <class Key>
Result<Customer> readCustomer(sql::Connection& connection, const sql::Statement& statement, const Key& key)
{
    auto rows = connection.query(statement, key);
    if (!rows)
        return rows.error();
    if (!rows->next())
        return Error(ErrorCode::NotFound);
    Customer customer;
    customer.id = UserId(rows->integer(0));
    customer.name = rows->text(1);
    customer.since = rows->integer(2);
    return customer;
}

Result<void> readSums(sql::Connection& connection, Customer& customer)
{
    auto rows = customerSums(customer.id, connection.dialect()).run(connection);
    if (!rows)
        return rows.error();
    while (rows->next()) {
        const auto status = size_t(rows->integer(0));
        customer.counts.at(status) = rows->integer(1);
        customer.paidFen += rows->integer(2);
        if (OrderStatus(status) == OrderStatus::Refunded)
            customer.refundedFen = rows->integer(2);
    }
    customer.isCapped =
        std::accumulate(customer.counts.cbegin(), customer.counts.cend(), qint64(0)) >= Customer::mostCounted;
    return {};
}

Result<void> readLastOrders(sql::Connection& connection, Customer& customer)
{
    {
        auto rows = ownOrdersPage(customer.id, {}, {}, pageSizeFor(lastOrders), connection.dialect()).run(connection);
        if (!rows)
            return rows.error();
        while (customer.lastOrders.size() < lastOrders && rows->next()) {
            customer.lastOrders.append(orderFrom(*rows));
            customer.lastOrders.last().userName = customer.name;
        }
    }
    return attachItems(connection, customer.lastOrders);
}

Result<Customer> fill(sql::Connection& connection, Result<Customer> customer)
{
    if (!customer)
        return customer;
    if (auto done = readSums(connection, *customer); !done)
        return done.error();
    if (auto done = readLastOrders(connection, *customer); !done)
        return done.error();
    return customer;
}
} // namespace

Task<Result<Customer>> Customers::find(UserId id)
{
    auto work = [id](sql::Connection& connection) {
        return fill(connection, readCustomer(connection, findCustomer, id.value));
    };
    auto customer = co_await m_database.readHeavy(concernOfOrders(id), work);
    co_return customer;
}

Task<Result<Customer>> Customers::findByName(QString username)
{
    auto work = [&](sql::Connection& connection) {
        return fill(connection, readCustomer(connection, findByUsername, username));
    };
    auto customer = co_await m_database.readHeavy(concernOfAllOrders(), work);
    co_return customer;
}

} // namespace zg::shop
