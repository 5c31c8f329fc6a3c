// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "node/databasedesk.h"
#include "node/cachedesk.h"
#include "node/desk.h"
#include "node/desksession.h"

namespace zg::node {

/// Thread: main.
class StaffDeskImpl final : public StaffDesk
{
    Q_OBJECT

public:
    explicit StaffDeskImpl(DeskSession& session);
    Answer<StaffMember> signIn(const QString& username, const QString& password) override;
    void signOut() override;
    std::optional<StaffMember> current() const override { return m_session.member(); }

private:
    DeskSession& m_session;
};

/// Thread: main.
class ProductDeskImpl final : public ProductDesk
{
public:
    explicit ProductDeskImpl(DeskSession& session)
        : m_session(session)
    {
    }
    Answer<shop::Page<shop::Product>> list(const shop::ProductFilter& filter, const QByteArray& cursor,
                                           int limit) override;
    Answer<shop::Product> find(ProductId id) override;
    Answer<shop::Product> create(const shop::ProductDraft& draft) override;
    Answer<shop::Product> update(ProductId id, const shop::ProductPatch& patch) override;
    Answer<shop::Product> adjustStock(ProductId id, qint64 delta, const QString& note) override;
    Answer<shop::Product> remove(ProductId id) override;
    Answer<shop::Page<shop::ProductEvent>> history(ProductId id, const QByteArray& cursor, int limit) override;
    Answer<QList<shop::Category>> categories() override;
    Answer<bool> proveLedger() override;

private:
    DeskSession& m_session;
};

/// Thread: main.
class OrderDeskImpl final : public OrderDesk
{
public:
    explicit OrderDeskImpl(DeskSession& session)
        : m_session(session)
    {
    }
    Answer<shop::Page<shop::Order>> list(const shop::OrderFilter& filter, const QByteArray& cursor, int limit) override;
    Answer<shop::Order> find(OrderId id) override;
    Answer<std::array<qint64, shop::orderStatusCount>> counts() override;
    Answer<shop::Order> ship(OrderId id, const QString& trackingNo) override;
    Answer<shop::Order> decideRefund(OrderId id, bool approve) override;
    Answer<QList<shop::Order>> toShip(OrderId after, int limit) override;
    Answer<shop::Customer> customer(UserId id) override;
    Answer<shop::Customer> customerNamed(const QString& username) override;
    Answer<shop::SalesReport> sales(const QList<qint64>& edgesMs) override;

private:
    DeskSession& m_session;
};

/// Thread: main.
class DatabaseDeskImpl final : public DatabaseDesk
{
public:
    explicit DatabaseDeskImpl(DeskSession& session)
        : m_session(session)
    {
    }
    Answer<telemetry::DatabaseFigures> figures() override;
    Answer<telemetry::StatementPlan> plan(int statement) override;
    Answer<telemetry::IndexAdvice> adviseIndex(int statement) override;
    Answer<int> setMaximumPoolSize(int size) override;

private:
    DeskSession& m_session;
};

/// Thread: main.
class AdminDeskImpl final : public AdminDesk
{
public:
    explicit AdminDeskImpl(DeskSession& session)
        : m_session(session)
    {
    }
    Answer<StockStrategy> setStockStrategy(StockStrategy strategy) override;
    Answer<LogLevel> setLogLevel(const QByteArray& category, LogLevel least) override;

private:
    DeskSession& m_session;
};

/// Thread: main.
class CacheDeskImpl final : public CacheDesk
{
public:
    explicit CacheDeskImpl(DeskSession& session)
        : m_session(session)
    {
    }
    Answer<CachedKey> lookUp(const QString& key) override;
    Answer<CacheDrop> drop(const QString& key) override;
    Answer<CacheDrop> dropFamily(const QString& family) override;

private:
    DeskSession& m_session;
};

} // namespace zg::node
