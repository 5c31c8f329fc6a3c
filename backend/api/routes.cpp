// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/routes.h"

#include "api/endpoints.h"

namespace zg::api {

namespace {

using enum Method;
using enum Access;
using enum Body;

// clang-format off
constexpr Route table[] = {
    // verb, path, action, who may call, body, endpoint, from memory, page
    {Get,    "/ping",         "ping", Open, None, ping, nullptr, pingPage},
    {Get,    "/healthz",      nullptr, Open, None, nullptr, nullptr, healthPage},
    {Get,    "/readyz",       nullptr, Open, None, nullptr, nullptr, readyPage},
    {Get,    "/metrics",      nullptr, Open, None, nullptr, nullptr, metricsPage},
    {Get,    "/openapi.yaml", nullptr, Open, None, nullptr, nullptr, openApiPage},
    {Get,    "/api/v1/status", "status", Open, None, status, statusFromMemory},
    {Post,   "/api/v1/action", nullptr, Open, None, nullptr}, // the door itself: api.cpp opens it

    {Post,   "/api/login",            "login",        Open,     Required, wechatLogin},
    {Post,   "/api/v1/auth/login",    "auth.login",   Open,     Required, passwordLogin},
    {Post,   "/api/v1/auth/refresh",  "auth.refresh", Open,     None, refresh}, // checks its token itself: it may have expired
    {Post,   "/api/v1/auth/logout",   "auth.logout",  Customer, None, logout},
    {Get,    "/api/v1/me",            "me",           Customer, None, me},

    {Get,    "/api/v1/categories",    "category.list", Open, None, listCategories, categoriesFromMemory},
    {Get,    "/api/v1/products",      "product.list",  Open, None, listProducts, productListFromMemory},
    {Get,    "/api/v1/products/{id}", "product.get",   Open, None, getProduct, productFromMemory},

    {Get,    "/api/v1/orders",              "order.list",    Customer, None, listOrders, orderListFromMemory},
    {Post,   "/api/v1/orders",              "order.create",  Customer, Required, createOrder},
    {Get,    "/api/v1/orders/{id}",         "order.get",     Customer, None, getOrder},
    {Post,   "/api/v1/orders/{id}/pay",     "order.pay",     Customer, None, payOrder},
    {Post,   "/api/v1/orders/{id}/cancel",  "order.cancel",  Customer, None, cancelOrder},
    {Post,   "/api/v1/orders/{id}/confirm", "order.confirm", Customer, None, confirmOrder},
    {Post,   "/api/v1/orders/{id}/refund",  "order.refund",  Customer, Optional, requestRefund},

    {Get,    "/api/v1/admin/products",             "admin.product.list",   Staff, None, adminListProducts},
    {Post,   "/api/v1/admin/products",             "admin.product.create", Staff, Required, adminCreateProduct},
    {Put,    "/api/v1/admin/products/{id}",        "admin.product.update", Staff, Required, adminUpdateProduct},
    {Delete, "/api/v1/admin/products/{id}",        "admin.product.delete", Staff, None, adminDeleteProduct},
    {Post,   "/api/v1/admin/products/{id}/stock",  "admin.product.stock",  Staff, Required, adminAdjustStock},
    {Get,    "/api/v1/admin/products/{id}/ledger", "admin.product.ledger", Staff, None, adminLedger},

    {Get,    "/api/v1/admin/orders",             "admin.order.list",   Staff, None, adminListOrders},
    {Get,    "/api/v1/admin/orders/{id}",        "admin.order.get",    Staff, None, adminGetOrder},
    {Post,   "/api/v1/admin/orders/{id}/ship",   "admin.order.ship",   Staff, Required, adminShipOrder},
    {Post,   "/api/v1/admin/orders/{id}/refund", "admin.order.refund", Staff, Required, adminDecideRefund},

    {Get,    "/api/v1/admin/users",      "admin.user.list",   Admin, None, adminListUsers},
    {Post,   "/api/v1/admin/users",      "admin.user.create", Admin, Required, adminCreateUser},
    {Put,    "/api/v1/admin/users/{id}", "admin.user.update", Admin, Required, adminUpdateUser},

    {Post,   "/api/v1/admin/categories",      "admin.category.create", Staff, Required, adminCreateCategory},
    {Put,    "/api/v1/admin/categories/{id}", "admin.category.update", Staff, Required, adminUpdateCategory},

    {Put,    "/api/v1/admin/strategy",  "admin.strategy.update", Admin, Required, adminSetStrategy},
    {Get,    "/api/v1/admin/telemetry", "admin.telemetry", Staff, None, adminTelemetry},
};
// clang-format on

QByteArrayView verbName(Method verb)
{
    static constexpr const char* names[] = {"GET", "POST", "PUT", "DELETE"};
    return names[int(verb)];
}

} // namespace

std::span<const Route> routes()
{
    return table;
}

QStringList routeNames()
{
    QStringList names;
    for (const Route& route : table)
        names += QString::fromLatin1(verbName(route.verb)) + u' ' + QString::fromLatin1(route.path);
    return names;
}

} // namespace zg::api
