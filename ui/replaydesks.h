// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/cachedesk.h"
#include "node/databasedesk.h"
#include "node/desk.h"
#include "node/flightrecording.h"

#include <QPromise>

namespace zg::ui::replay {

// The desks of a recording: nobody sits there, and whatever they are asked is not in it.

template <class T>
node::Answer<T> answered(Result<T> result)
{
    QPromise<Result<T>> promise;
    promise.start();
    promise.addResult(std::move(result));
    promise.finish();
    return promise.future();
}

template <class T>
node::Answer<T> notRecorded()
{
    return answered<T>(Error(ErrorCode::IllegalTransition, QStringLiteral("a recording does not hold this")));
}

class Staff final : public node::StaffDesk
{
public:
    node::Answer<node::StaffMember> signIn(const QString&, const QString&) override
    {
        return notRecorded<node::StaffMember>();
    }
    void signOut() override {}
    std::optional<node::StaffMember> current() const override { return {}; }
};

class Products final : public node::ProductDesk
{
    using One = node::Answer<shop::Product>;

public:
    node::Answer<shop::Page<shop::Product>> list(const shop::ProductFilter&, const QByteArray&, int) override
    {
        return notRecorded<shop::Page<shop::Product>>();
    }
    One find(ProductId) override { return notRecorded<shop::Product>(); }
    One create(const shop::ProductDraft&) override { return notRecorded<shop::Product>(); }
    One update(ProductId, const shop::ProductPatch&) override { return notRecorded<shop::Product>(); }
    One adjustStock(ProductId, qint64, const QString&) override { return notRecorded<shop::Product>(); }
    One remove(ProductId) override { return notRecorded<shop::Product>(); }
    node::Answer<shop::Page<shop::ProductEvent>> history(ProductId, const QByteArray&, int) override
    {
        return notRecorded<shop::Page<shop::ProductEvent>>();
    }
    node::Answer<QList<shop::Category>> categories() override { return notRecorded<QList<shop::Category>>(); }
    node::Answer<bool> proveLedger() override { return notRecorded<bool>(); }
};

class Orders final : public node::OrderDesk
{
    using One = node::Answer<shop::Order>;
    using Counts = std::array<qint64, shop::orderStatusCount>;

public:
    node::Answer<shop::Page<shop::Order>> list(const shop::OrderFilter&, const QByteArray&, int) override
    {
        return notRecorded<shop::Page<shop::Order>>();
    }
    One find(OrderId) override { return notRecorded<shop::Order>(); }
    node::Answer<Counts> counts() override { return notRecorded<Counts>(); }
    One ship(OrderId, const QString&) override { return notRecorded<shop::Order>(); }
    One decideRefund(OrderId, bool) override { return notRecorded<shop::Order>(); }
    node::Answer<QList<shop::Order>> toShip(OrderId, int) override { return notRecorded<QList<shop::Order>>(); }
    node::Answer<shop::Customer> customer(UserId) override { return notRecorded<shop::Customer>(); }
    node::Answer<shop::Customer> customerNamed(const QString&) override { return notRecorded<shop::Customer>(); }
    node::Answer<shop::SalesReport> sales(const QList<qint64>&) override { return notRecorded<shop::SalesReport>(); }
};

/// The one that has something to say: the recorded second's figures and plans.
class Database final : public node::DatabaseDesk
{
public:
    explicit Database(const node::FlightFrame& frame)
        : m_frame(frame)
    {
    }
    node::Answer<telemetry::DatabaseFigures> figures() override
    {
        return answered<telemetry::DatabaseFigures>(m_frame.database);
    }
    node::Answer<telemetry::StatementPlan> plan(int statement) override
    {
        return answered<telemetry::StatementPlan>(node::recordedPlan(m_frame, statement));
    }
    node::Answer<telemetry::IndexAdvice> adviseIndex(int) override { return notRecorded<telemetry::IndexAdvice>(); }
    node::Answer<int> setMaximumPoolSize(int) override { return notRecorded<int>(); }

private:
    const node::FlightFrame& m_frame;
};

class Admin final : public node::AdminDesk
{
public:
    node::Answer<StockStrategy> setStockStrategy(StockStrategy) override { return notRecorded<StockStrategy>(); }
    node::Answer<LogLevel> setLogLevel(const QByteArray&, LogLevel) override { return notRecorded<LogLevel>(); }
};

class Cache final : public node::CacheDesk
{
public:
    node::Answer<node::CachedKey> lookUp(const QString&) override { return notRecorded<node::CachedKey>(); }
    node::Answer<node::CacheDrop> drop(const QString&) override { return notRecorded<node::CacheDrop>(); }
    node::Answer<node::CacheDrop> dropFamily(const QString&) override { return notRecorded<node::CacheDrop>(); }
};

class Accounts final : public node::AccountDesk
{
    using One = node::Answer<node::StaffAccount>;

public:
    node::Answer<QList<node::StaffAccount>> list() override { return notRecorded<QList<node::StaffAccount>>(); }
    One create(const QString&, const node::AccountEdit&) override { return notRecorded<node::StaffAccount>(); }
    One change(UserId, const node::AccountEdit&) override { return notRecorded<node::StaffAccount>(); }
    node::Answer<int> endSessions(UserId) override { return notRecorded<int>(); }
};

class Operations final : public node::OperationDesk
{
public:
    node::Answer<shop::Page<node::Operation>> list(const node::OperationFilter&, const QByteArray&, int) override
    {
        return notRecorded<shop::Page<node::Operation>>();
    }
};

class SettingFile final : public node::SettingDesk
{
public:
    node::Answer<node::SettingChange> change(const QString&, const std::optional<QString>&) override
    {
        return notRecorded<node::SettingChange>();
    }
};

} // namespace zg::ui::replay
