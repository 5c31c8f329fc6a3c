// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/call.h"
#include "api/route.h"
#include "http/reply.h"

namespace zg::api {

// Every endpoint, by the file that holds it. routes.cpp says where each is and who may call.

// pages.cpp
http::Reply pingPage(const Services& services, const http::Request& request);
http::Reply healthPage(const Services& services, const http::Request& request);
http::Reply readyPage(const Services& services, const http::Request& request);
http::Reply metricsPage(const Services& services, const http::Request& request);
http::Reply openApiPage(const Services& services, const http::Request& request);

// system.cpp
Task<Result<Answer>> ping(Call call);
Task<Result<Answer>> status(Call call);
QByteArray statusFromMemory(const Call& call);
Task<Result<Answer>> adminTelemetry(Call call);

// auth.cpp
Task<Result<Answer>> wechatLogin(Call call);
Task<Result<Answer>> passwordLogin(Call call);
Task<Result<Answer>> refresh(Call call);
Task<Result<Answer>> logout(Call call);
Task<Result<Answer>> me(Call call);

// products.cpp
Task<Result<Answer>> listProducts(Call call);
QByteArray productListFromMemory(const Call& call);
Task<Result<Answer>> getProduct(Call call);
QByteArray productFromMemory(const Call& call);

// categories.cpp
Task<Result<Answer>> listCategories(Call call);
QByteArray categoriesFromMemory(const Call& call);
Task<Result<Answer>> adminCreateCategory(Call call);
Task<Result<Answer>> adminUpdateCategory(Call call);

// orders.cpp
Task<Result<Answer>> listOrders(Call call);
QByteArray orderListFromMemory(const Call& call);
Task<Result<Answer>> createOrder(Call call);
Task<Result<Answer>> getOrder(Call call);
Task<Result<Answer>> payOrder(Call call);
Task<Result<Answer>> cancelOrder(Call call);
Task<Result<Answer>> confirmOrder(Call call);
Task<Result<Answer>> requestRefund(Call call);

// adminproducts.cpp
Task<Result<Answer>> adminListProducts(Call call);
Task<Result<Answer>> adminCreateProduct(Call call);
Task<Result<Answer>> adminUpdateProduct(Call call);
Task<Result<Answer>> adminDeleteProduct(Call call);
Task<Result<Answer>> adminAdjustStock(Call call);
Task<Result<Answer>> adminLedger(Call call);

// adminorders.cpp
Task<Result<Answer>> adminListOrders(Call call);
Task<Result<Answer>> adminGetOrder(Call call);
Task<Result<Answer>> adminShipOrder(Call call);
Task<Result<Answer>> adminDecideRefund(Call call);

// adminstrategy.cpp
Task<Result<Answer>> adminSetStrategy(Call call);

// adminusers.cpp
Task<Result<Answer>> adminListUsers(Call call);
Task<Result<Answer>> adminCreateUser(Call call);
Task<Result<Answer>> adminUpdateUser(Call call);

} // namespace zg::api
