// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fakedatabase.h"
#include "fakeadmin.h"
#include "fakecache.h"
#include "ui/nodecontrol.h"

#include <QPromise>

#include <cmath>

namespace zg::ui::test {

template <class T>
node::Answer<T> ready(Result<T> value)
{
    QPromise<Result<T>> promise;
    promise.start();
    promise.addResult(std::move(value));
    promise.finish();
    return promise.future();
}

class FakeStaff final : public node::StaffDesk
{
public:
    node::Answer<node::StaffMember> signIn(const QString& username, const QString& password) override
    {
        if (password != QStringLiteral("staff-pass"))
            return ready<node::StaffMember>(Error{ErrorCode::BadCredentials});
        const bool isAdmin = username == QStringLiteral("admin");
        m_current = node::StaffMember{UserId(7), username, {}, isAdmin ? username : QStringLiteral("staff")};
        Q_EMIT currentChanged();
        return ready<node::StaffMember>(*m_current);
    }
    void signOut() override
    {
        m_current.reset();
        Q_EMIT currentChanged();
    }
    std::optional<node::StaffMember> current() const override { return m_current; }

private:
    std::optional<node::StaffMember> m_current;
};

class FakeProducts final : public node::ProductDesk
{
public:
    QList<shop::Product> items;
    QStringList asked;

    node::Answer<shop::Page<shop::Product>> list(const shop::ProductFilter& filter, const QByteArray&,
                                                 int limit) override
    {
        asked.append(filter.text);
        shop::Page<shop::Product> page;
        for (const shop::Product& product : std::as_const(items))
            if (product.name.contains(filter.text) && page.items.size() < limit)
                page.items.append(product);
        return ready<shop::Page<shop::Product>>(page);
    }
    node::Answer<shop::Product> find(ProductId id) override
    {
        for (const shop::Product& product : std::as_const(items))
            if (product.id == id)
                return ready<shop::Product>(product);
        return ready<shop::Product>(Error{ErrorCode::NotFound});
    }
    node::Answer<shop::Product> create(const shop::ProductDraft&) override { return no(); }
    node::Answer<shop::Product> update(ProductId, const shop::ProductPatch&) override { return no(); }
    node::Answer<shop::Product> adjustStock(ProductId, qint64, const QString&) override { return no(); }
    node::Answer<shop::Product> remove(ProductId) override { return no(); }
    node::Answer<shop::Page<shop::ProductEvent>> history(ProductId id, const QByteArray&, int) override
    {
        shop::ProductEvent event;
        event.id = id.value;
        event.at = 1'760'000'000'000;
        event.stock.emplace();
        event.stock->delta = event.stock->stockAfter = 100;
        return ready<shop::Page<shop::ProductEvent>>(shop::Page<shop::ProductEvent>{{event}, {}});
    }
    node::Answer<bool> proveLedger() override
    {
        ++proofs;
        return ready<bool>(true);
    }
    int proofs = 0; // asked for
    node::Answer<QList<shop::Category>> categories() override
    {
        return ready<QList<shop::Category>>(QList<shop::Category>{{CategoryId(1), QStringLiteral("食品"), 1},
                                                                  {CategoryId(2), QStringLiteral("饮料"), 2}});
    }

private:
    static node::Answer<shop::Product> no() { return ready<shop::Product>(Error{ErrorCode::DependencyDown}); }
};

class FakeOrders final : public node::OrderDesk
{
public:
    QList<shop::Order> items;

    node::Answer<shop::Page<shop::Order>> list(const shop::OrderFilter& filter, const QByteArray&, int) override
    {
        shop::Page<shop::Order> page;
        for (const shop::Order& order : std::as_const(items))
            if (filter.orderNo.isEmpty() || order.orderNo == filter.orderNo)
                page.items.append(order);
        return ready<shop::Page<shop::Order>>(page);
    }
    node::Answer<shop::Order> find(OrderId id) override
    {
        for (const shop::Order& order : std::as_const(items))
            if (order.id == id)
                return ready<shop::Order>(order);
        return ready<shop::Order>(Error{ErrorCode::NotFound});
    }
    node::Answer<std::array<qint64, shop::orderStatusCount>> counts() override
    {
        std::array<qint64, shop::orderStatusCount> counts{};
        for (const shop::Order& order : std::as_const(items))
            ++counts[size_t(order.status)];
        return ready<std::array<qint64, shop::orderStatusCount>>(counts);
    }
    node::Answer<shop::Order> ship(OrderId, const QString&) override { return no(); }
    node::Answer<shop::Order> decideRefund(OrderId, bool) override { return no(); }
    node::Answer<QList<shop::Order>> toShip(OrderId after, int) override
    {
        QList<shop::Order> waiting;
        for (const shop::Order& order : std::as_const(items))
            if (order.status == shop::OrderStatus::Paid && order.id.value > after.value)
                waiting.append(order);
        return ready<QList<shop::Order>>(waiting);
    }
    node::Answer<shop::Customer> customer(UserId id) override
    {
        shop::Customer customer;
        customer.since = 1'750'000'000'000;
        for (const shop::Order& order : std::as_const(items)) {
            if (order.userId != id)
                continue;
            customer.id = id;
            customer.name = order.userName;
            ++customer.counts[size_t(order.status)];
            customer.paidFen += order.totalFen;
            customer.lastOrders.append(order);
        }
        return customer.id.isSet() ? ready<shop::Customer>(customer)
                                   : ready<shop::Customer>(Error{ErrorCode::NotFound});
    }
    node::Answer<shop::Customer> customerNamed(const QString& username) override
    {
        for (const shop::Order& order : std::as_const(items))
            if (order.userName == username)
                return customer(order.userId);
        return ready<shop::Customer>(Error{ErrorCode::NotFound});
    }
    /// A steady shop: a pure function of the spans.
    node::Answer<shop::SalesReport> sales(const QList<qint64>& edgesMs) override
    {
        shop::SalesReport report;
        report.edgesMs = edgesMs;
        for (qsizetype i = 0; i + 1 < edgesMs.size(); ++i) {
            const qint64 orders = 40 + qint64(30 * std::sin(double(i) / 2)) + i * 7 % 11;
            report.spans.append({orders, orders * 13'790 + i * 977});
        }
        report.sellersOrders = report.sum().orders;
        report.refunds = report.sum().orders / 50;
        report.refundedFen = report.refunds * 9'900;
        for (const shop::Order& order : std::as_const(items))
            for (const shop::OrderItem& item : order.items)
                report.bestSellers.append({item.productId, item.name, item.quantity * 17, item.amountFen() * 17});
        std::sort(report.bestSellers.begin(), report.bestSellers.end(),
                  [](const auto& a, const auto& b) { return a.amountFen > b.amountFen; });
        return ready<shop::SalesReport>(report);
    }

private:
    static node::Answer<shop::Order> no() { return ready<shop::Order>(Error{ErrorCode::DependencyDown}); }
};

class FakeAccounts final : public node::AccountDesk
{
public:
    QList<node::StaffAccount> items;
    std::optional<Error> refusal;
    QList<node::AccountEdit> edits; ///< in the order they came

    node::Answer<QList<node::StaffAccount>> list() override
    {
        return refusal ? ready<QList<node::StaffAccount>>(*refusal) : ready<QList<node::StaffAccount>>(items);
    }
    node::Answer<node::StaffAccount> create(const QString& username, const node::AccountEdit& edit) override
    {
        edits.append(edit);
        if (edit.password.value_or(QString()).size() < 6)
            return ready<node::StaffAccount>(Error::invalid(QStringLiteral("password")));
        node::StaffAccount account;
        account.id = UserId(items.size() + 1);
        account.username = username;
        account.role = QStringLiteral("staff");
        items.append(apply(account, edit));
        return ready<node::StaffAccount>(items.last());
    }
    node::Answer<node::StaffAccount> change(UserId id, const node::AccountEdit& edit) override
    {
        edits.append(edit);
        if (refusal)
            return ready<node::StaffAccount>(*refusal);
        for (node::StaffAccount& account : items) {
            if (account.id == id) {
                account = apply(account, edit);
                return ready<node::StaffAccount>(account);
            }
        }
        return ready<node::StaffAccount>(Error{ErrorCode::NotFound});
    }
    node::Answer<int> endSessions(UserId id) override
    {
        for (node::StaffAccount& account : items)
            if (account.id == id)
                return ready<int>(std::exchange(account.sessions, 0));
        return ready<int>(Error{ErrorCode::NotFound});
    }

private:
    static node::StaffAccount apply(node::StaffAccount account, const node::AccountEdit& edit)
    {
        account.nickname = edit.nickname.value_or(account.nickname);
        account.role = edit.role.value_or(account.role);
        account.isActive = edit.isActive.value_or(account.isActive);
        account.refundLimitFen = edit.refundLimitFen.value_or(account.refundLimitFen);
        return account;
    }
};

class FakeOperations final : public node::OperationDesk
{
public:
    QList<node::Operation> items;
    QList<node::OperationFilter> asked;

    node::Answer<shop::Page<node::Operation>> list(const node::OperationFilter& filter, const QByteArray& cursor,
                                                   int limit) override
    {
        asked.append(filter);
        shop::Page<node::Operation> page;
        for (qsizetype i = cursor.toLongLong(); i < items.size(); ++i) {
            if ((filter.kind && items.at(i).kind != *filter.kind) || (filter.by && items.at(i).by != *filter.by) ||
                !items.at(i).subject.contains(filter.text))
                continue;
            if (page.items.size() == limit) {
                page.nextCursor = QByteArray::number(i);
                break;
            }
            page.items.append(items.at(i));
        }
        return ready<shop::Page<node::Operation>>(page);
    }
};

/// Keeps the list of the node's settings as a file would change it.
class FakeSettings final : public node::SettingDesk
{
public:
    explicit FakeSettings(QList<SettingInfo>& list)
        : m_list(list)
    {
    }
    std::optional<Error> refusal;
    QList<std::pair<QString, std::optional<QString>>> asked;

    node::Answer<node::SettingChange> change(const QString& key, const std::optional<QString>& value) override
    {
        asked.append({key, value});
        if (refusal)
            return ready<node::SettingChange>(*refusal);
        node::SettingChange change;
        change.key = key;
        change.after = value;
        for (SettingInfo& info : m_list) {
            if (info.key != key)
                continue;
            change.before = info.inFile;
            info.inFile = value;
            const QString wanted = value.value_or(QStringLiteral("20"));
            if (info.source == SettingSource::CommandLine || info.source == SettingSource::Environment) {
                change.wins = info.source;
            } else if (info.needsRestart) {
                info.next = wanted == info.value ? std::nullopt : std::optional(wanted);
            } else {
                info.value = wanted;
                change.isLive = true;
            }
        }
        return ready<node::SettingChange>(change);
    }

private:
    QList<SettingInfo>& m_list;
};

/// A node that is whatever a test says. Its figures are a busy shop's, the same at every run.
class FakeNode final : public NodeControl
{
public:
    static constexpr qint64 startMs = 1'760'000'000'000;

    FakeNode() { advance(0); }

    bool first = false;
    bool chosenDemo = false;
    QByteArray chosenPassword;
    int starts = 0, stops = 0;
    Error why;
    telemetry::Snapshot now;
    QList<telemetry::Marker> marks;
    QList<SettingInfo> list;
    QStringList told; ///< its hints
    node::KeptRequests kept;
    mutable int timesAsked = 0; ///< for what was kept
    QList<double> routeWeights; ///< of all requests, by route in `now`
    FakeStaff staffDesk;
    FakeProducts productDesk;
    FakeOrders orderDesk;
    FakeDatabase databaseDesk;
    FakeAdmin adminDesk;
    LogRing lines;
    FakeCache cacheDesk;
    FakeAccounts accountDesk;
    FakeOperations operationDesk;
    FakeSettings fileDesk{list};

    /// What happened at `ms`, as a second of the series; a pure function of time.
    static telemetry::Sample sampleAt(qint64 ms)
    {
        const double t = double(ms - startMs) / 1'000;
        const auto noise = [ms](int salt) {
            return double(::qHash(quint64(ms / 250 * 31 + salt), size_t(7)) % 1'000) / 1'000;
        };
        telemetry::Sample sample;
        sample.atMs = ms;
        sample.ratePerS = {float(820 + 180 * std::sin(t / 19) + 60 * noise(1)), float(24 + 9 * noise(2)),
                           float(noise(3) > 0.985 ? 6 : 0), float(std::max(0.0, 60 * std::sin(t / 43) - 30))};
        sample.p50Us = float(310 + 90 * noise(4));
        sample.p95Us = float(1'250 + 380 * std::sin(t / 11) + 260 * noise(5));
        sample.p99Us = float(3'800 + 900 * std::sin(t / 11) + 900 * noise(6));
        sample.inFlight = float(std::round(6 + 4 * noise(7)));
        sample.queued = float(std::round(3 * noise(8)));
        sample.connections = 212;
        sample.cacheHitsPerS = sample.ratePerS[0] * 0.93F;
        sample.cacheMissesPerS = sample.ratePerS[0] * 0.05F;
        sample.poolActive = float(std::round(3 + 3 * noise(9)));
        sample.poolIdle = float(std::round(9 - 3 * noise(9)));
        sample.poolWaiting = noise(10) > 0.97 ? 1.0F : 0.0F;
        sample.ordersPerMinute = float(std::round(38 + 12 * std::sin(t / 31)));
        sample.takingsTodayFen = 1'284'360 + ms / 1'000 % 100'000;
        return sample;
    }

    /// Time goes on by so many ticks of 250 ms.
    void advance(int ticks)
    {
        for (int i = 0; i < std::max(1, ticks); ++i) {
            if (ticks > 0)
                now.atMs += 250;
            else
                now.atMs = startMs;
            const telemetry::Sample sample = sampleAt(now.atMs);
            for (size_t k = 0; k < now.outcomes.size(); ++k)
                now.outcomes[k] += qint64(sample.ratePerS[k] / 4);
            if (now.cacheFamilies.isEmpty())
                now.cacheFamilies.append({QStringLiteral("product")});
            now.cacheFamilies[0].hits += qint64(sample.cacheHitsPerS / 4);
            now.cacheFamilies[0].misses += qint64(sample.cacheMissesPerS / 4);
            now.cacheFamilies[0].missCauses[0] += qint64(sample.cacheMissesPerS / 4);
            now.ratePerS = double(sample.ratePerS[0] + sample.ratePerS[1] + sample.ratePerS[2] + sample.ratePerS[3]);
            now.latency = {qint64(sample.p50Us), qint64(sample.p95Us), qint64(sample.p99Us), qint64(sample.p99Us * 2)};
            for (qsizetype k = 0; k < routeWeights.size(); ++k) {
                now.routes[k].ratePerS = now.ratePerS * routeWeights.at(k);
                now.routes[k].requests[0] += qRound64(now.routes[k].ratePerS / 4);
            }
            now.inFlight = int(sample.inFlight);
            now.committer.queued = int(sample.queued);
            now.pool.active = int(sample.poolActive);
            now.pool.idle = int(sample.poolIdle);
            now.pool.waiting = int(sample.poolWaiting);
            now.pool.total = 12;
            now.pool.maximum = 20;
            now.shop.ordersToday = 1'043;
            now.shop.takingsTodayFen = 128'436'00;
        }
    }
    void become(node::State state)
    {
        m_state = state;
        Q_EMIT stateChanged(state);
    }

    telemetry::Snapshot snapshot() const override { return now; }
    QList<telemetry::Sample> series(Resolution resolution, int count) const override
    {
        const qint64 step = resolution == Resolution::Second ? 1'000 : 60'000;
        QList<telemetry::Sample> samples;
        for (int i = count; i > 0; --i)
            samples.append(sampleAt((now.atMs / step - i) * step));
        return samples;
    }
    QList<telemetry::Marker> markers() const override { return marks; }
    bool isFirstStart() const override { return first; }
    void chooseBeginning(bool demo, const QByteArray& adminPassword) override
    {
        chosenDemo = demo;
        chosenPassword = adminPassword;
        first = false;
    }
    void start() override
    {
        ++starts;
        become(node::State::Starting);
    }
    void stop() override
    {
        ++stops;
        become(node::State::Stopping);
    }
    node::State state() const override { return m_state; }
    QString address() const override
    {
        return m_state == node::State::Serving || m_state == node::State::Degraded
                   ? QStringLiteral("http://127.0.0.1:8080")
                   : QString();
    }
    Error problem() const override { return why; }
    QList<SettingInfo> settings() const override { return list; }
    std::optional<node::KeptRequests> requests(quint64 revision) const override
    {
        ++timesAsked;
        return revision == kept.revision ? std::nullopt : std::optional(kept);
    }
    QStringList hints() const override { return told; }
    QString crash;                            ///< what crashRecording() says
    QList<node::FlightReason> flightsWritten; ///< in the order they were asked for
    std::optional<Error> flightRefusal;
    node::Answer<QString> writeFlight(node::FlightReason reason) override
    {
        flightsWritten.append(reason);
        return flightRefusal ? ready<QString>(*flightRefusal)
                             : ready<QString>(QStringLiteral("/data/flight/one.zgflight"));
    }
    QString crashRecording() const override { return crash; }
    node::StaffDesk& staff() override { return staffDesk; }
    node::ProductDesk& products() override { return productDesk; }
    node::OrderDesk& orders() override { return orderDesk; }
    node::DatabaseDesk& database() override { return databaseDesk; }
    node::AdminDesk& admin() override { return adminDesk; }
    const LogRing& log() const override { return lines; }
    node::CacheDesk& cache() override { return cacheDesk; }
    node::AccountDesk& accounts() override { return accountDesk; }
    node::OperationDesk& operations() override { return operationDesk; }
    node::SettingDesk& settingDesk() override { return fileDesk; }

private:
    node::State m_state = node::State::Serving;
};

} // namespace zg::ui::test
