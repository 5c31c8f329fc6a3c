// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fakenode.h"
#include "ui/language.h"
#include "ui/nodecontrol.h"
#include "ui/pages/pages.h"
#include "ui/shell/theme.h"
#include "ui/shell/windowstate.h"

#include <QPromise>
#include <QTemporaryDir>

#include <functional>
#include <memory>

namespace zg::ui::test {

/// Answers at once, or when told to: an answer that is held is given by release(), oldest first.
class Answers
{
public:
    template <class T>
    node::Answer<T> give(const Result<T>& value)
    {
        auto promise = std::make_shared<QPromise<Result<T>>>();
        promise->start();
        const auto finish = [promise, value] {
            promise->addResult(value);
            promise->finish();
        };
        const auto future = promise->future();
        if (isHeld)
            held.append(finish);
        else
            finish();
        return future;
    }
    void release(int at = 0) { held.takeAt(at)(); }
    void releaseAll()
    {
        while (!held.isEmpty())
            release();
    }

    bool isHeld = false;
    QList<std::function<void()>> held;
};

/// A store in memory with the real one's rules, as far as the pages see them: paging by key, versions, states.
class ShopProducts final : public node::ProductDesk, public Answers
{
public:
    QList<shop::Product> items; // newest first
    QHash<ProductId, QList<shop::ProductEvent>> histories;
    QList<shop::Category> categoryList{
        {CategoryId(1), QStringLiteral("食品"), 1}, {CategoryId(2), QStringLiteral("饮料"), 2},
        {CategoryId(3), QStringLiteral("服饰"), 3}, {CategoryId(4), QStringLiteral("数码"), 4},
        {CategoryId(5), QStringLiteral("家居"), 5}, {CategoryId(6), QStringLiteral("美妆"), 6},
        {CategoryId(7), QStringLiteral("图书"), 7}};
    QList<shop::ProductFilter> asked;
    QStringList notes;
    std::optional<Error> failure; ///< what every call answers, while it is set
    int updates = 0;

    shop::Product* at(ProductId id)
    {
        for (shop::Product& product : items)
            if (product.id == id)
                return &product;
        return nullptr;
    }

    node::Answer<shop::Page<shop::Product>> list(const shop::ProductFilter& filter, const QByteArray& cursor,
                                                 int limit) override
    {
        asked.append(filter);
        if (failure)
            return give<shop::Page<shop::Product>>(*failure);
        shop::Page<shop::Product> page;
        qsizetype i = 0;
        if (!cursor.isEmpty()) // "after this id", as the real one: stable when rows come and go
            while (i < items.size() && items.at(i).id.value >= cursor.toLongLong())
                ++i;
        for (; i < items.size(); ++i) {
            const shop::Product& product = items.at(i);
            if (!product.name.contains(filter.text) || (filter.status && product.status != *filter.status) ||
                (filter.categoryId && product.categoryId != filter.categoryId))
                continue;
            if (page.items.size() == limit) {
                page.nextCursor = QByteArray::number(page.items.last().id.value);
                break;
            }
            page.items.append(product);
        }
        return give<shop::Page<shop::Product>>(page);
    }
    node::Answer<shop::Product> find(ProductId id) override
    {
        if (failure)
            return give<shop::Product>(*failure);
        const shop::Product* product = at(id);
        return product ? give<shop::Product>(*product) : give<shop::Product>(Error{ErrorCode::NotFound});
    }
    node::Answer<shop::Product> create(const shop::ProductDraft& draft) override
    {
        if (failure)
            return give<shop::Product>(*failure);
        shop::Product product;
        product.id = ProductId(items.isEmpty() ? 1 : items.first().id.value + 1);
        product.name = draft.name;
        product.categoryId = draft.categoryId;
        product.priceFen = draft.priceFen;
        product.stock = draft.stock;
        product.status = draft.status;
        product.imageUrl = draft.imageUrl;
        product.description = draft.description;
        items.prepend(product);
        return give<shop::Product>(product);
    }
    node::Answer<shop::Product> update(ProductId id, const shop::ProductPatch& patch) override
    {
        ++updates;
        if (failure)
            return give<shop::Product>(*failure);
        shop::Product* product = at(id);
        if (!product)
            return give<shop::Product>(Error{ErrorCode::NotFound});
        if (product->version != patch.version)
            return give<shop::Product>(Error{ErrorCode::VersionConflict});
        if (patch.name)
            product->name = *patch.name;
        if (patch.categoryId)
            product->categoryId = *patch.categoryId;
        if (patch.priceFen)
            product->priceFen = *patch.priceFen;
        if (patch.status)
            product->status = *patch.status;
        if (patch.imageUrl)
            product->imageUrl = *patch.imageUrl;
        if (patch.description)
            product->description = *patch.description;
        ++product->version;
        return give<shop::Product>(*product);
    }
    node::Answer<shop::Product> adjustStock(ProductId id, qint64 delta, const QString& note) override
    {
        if (failure)
            return give<shop::Product>(*failure);
        shop::Product* product = at(id);
        if (!product)
            return give<shop::Product>(Error{ErrorCode::NotFound});
        if (product->stock + delta < 0)
            return give<shop::Product>(Error::ofProduct(ErrorCode::OutOfStock, id.value));
        product->stock += delta;
        ++product->version;
        notes.append(note);
        shop::LedgerEntry entry;
        entry.delta = delta;
        entry.stockAfter = product->stock;
        entry.cause = shop::LedgerCause::Adjust;
        entry.note = note;
        shop::ProductEvent event;
        event.id = notes.size() + 1'000;
        event.stock = entry;
        event.by = UserId(7);
        event.byName = QStringLiteral("王店员");
        event.at = 1'760'000'000'000;
        histories[id].prepend(event);
        return give<shop::Product>(*product);
    }
    node::Answer<shop::Product> remove(ProductId id) override
    {
        if (failure)
            return give<shop::Product>(*failure);
        const shop::Product* product = at(id);
        if (!product)
            return give<shop::Product>(Error{ErrorCode::NotFound});
        const shop::Product gone = *product;
        items.removeIf([id](const shop::Product& each) { return each.id == id; });
        return give<shop::Product>(gone);
    }
    node::Answer<shop::Page<shop::ProductEvent>> history(ProductId id, const QByteArray&, int) override
    {
        if (failure)
            return give<shop::Page<shop::ProductEvent>>(*failure);
        return give<shop::Page<shop::ProductEvent>>(shop::Page<shop::ProductEvent>{histories.value(id), {}});
    }
    node::Answer<bool> proveLedger() override
    {
        ++proofs;
        return give<bool>(true);
    }
    int proofs = 0; // asked for
    node::Answer<QList<shop::Category>> categories() override
    {
        if (failure)
            return give<QList<shop::Category>>(*failure);
        return give<QList<shop::Category>>(categoryList);
    }
};

class ShopOrders final : public node::OrderDesk, public Answers
{
public:
    QList<shop::Order> items; // newest first
    std::optional<Error> failure;
    int lists = 0;
    std::function<void(shop::SalesReport&)> change; ///< of what sales() answers

    shop::Order* at(OrderId id)
    {
        for (shop::Order& order : items)
            if (order.id == id)
                return &order;
        return nullptr;
    }
    static bool fits(const shop::Order& order, const shop::OrderFilter& filter)
    {
        const bool hasProduct = !filter.productId ||
                                std::any_of(order.items.cbegin(), order.items.cend(), [&](const shop::OrderItem& item) {
                                    return item.productId == *filter.productId;
                                });
        return hasProduct && (!filter.status || order.status == *filter.status) &&
               (!filter.userId || order.userId == *filter.userId) &&
               (filter.orderNo.isEmpty() || order.orderNo == filter.orderNo) &&
               (!filter.from || order.createdAt >= *filter.from) && (!filter.to || order.createdAt < *filter.to);
    }

    node::Answer<shop::Page<shop::Order>> list(const shop::OrderFilter& filter, const QByteArray& cursor,
                                               int limit) override
    {
        ++lists;
        if (failure)
            return give<shop::Page<shop::Order>>(*failure);
        shop::Page<shop::Order> page;
        for (shop::Order order : std::as_const(items)) {
            if ((!cursor.isEmpty() && order.id.value >= cursor.toLongLong()) || !fits(order, filter))
                continue;
            if (page.items.size() == limit) {
                page.nextCursor = QByteArray::number(page.items.last().id.value);
                break;
            }
            order.history.clear();
            page.items.append(order);
        }
        return give<shop::Page<shop::Order>>(page);
    }
    node::Answer<shop::Order> find(OrderId id) override
    {
        if (failure)
            return give<shop::Order>(*failure);
        const shop::Order* order = at(id);
        return order ? give<shop::Order>(*order) : give<shop::Order>(Error{ErrorCode::NotFound});
    }
    node::Answer<std::array<qint64, shop::orderStatusCount>> counts() override
    {
        std::array<qint64, shop::orderStatusCount> counts{};
        for (const shop::Order& order : std::as_const(items))
            ++counts[size_t(order.status)];
        return give<std::array<qint64, shop::orderStatusCount>>(counts);
    }
    node::Answer<shop::Order> ship(OrderId id, const QString& trackingNo) override
    {
        return move(id, shop::OrderStatus::Paid, shop::OrderStatus::Shipped,
                    [&](shop::Order& order) { order.trackingNo = trackingNo; });
    }
    node::Answer<QList<shop::Order>> toShip(OrderId after, int limit) override
    {
        if (failure)
            return give<QList<shop::Order>>(*failure);
        QList<shop::Order> waiting;
        for (auto order = items.crbegin(); order != items.crend() && waiting.size() < limit; ++order)
            if (order->status == shop::OrderStatus::Paid && order->id.value > after.value)
                waiting.append(*order);
        for (shop::Order& order : waiting)
            order.history.clear();
        return give<QList<shop::Order>>(waiting);
    }
    node::Answer<shop::Customer> customer(UserId id) override
    {
        if (failure)
            return give<shop::Customer>(*failure);
        shop::Customer customer;
        customer.since = 1'750'000'000'000;
        for (const shop::Order& order : std::as_const(items)) {
            if (order.userId != id)
                continue;
            customer.id = id;
            customer.name = order.userName;
            ++customer.counts[size_t(order.status)];
            if (order.paidAt)
                customer.paidFen += order.totalFen;
            if (order.status == shop::OrderStatus::Refunded)
                customer.refundedFen += order.totalFen;
            if (customer.lastOrders.size() < 20)
                customer.lastOrders.append(order);
        }
        return customer.id.isSet() ? give<shop::Customer>(customer) : give<shop::Customer>(Error{ErrorCode::NotFound});
    }
    node::Answer<shop::Customer> customerNamed(const QString& username) override
    {
        for (const shop::Order& order : std::as_const(items))
            if (order.userName == username)
                return customer(order.userId);
        return give<shop::Customer>(Error{ErrorCode::NotFound});
    }
    node::Answer<shop::SalesReport> sales(const QList<qint64>& edgesMs) override
    {
        if (failure)
            return give<shop::SalesReport>(*failure);
        shop::SalesReport report;
        report.edgesMs = edgesMs;
        QHash<ProductId, shop::BestSeller> sellers;
        for (qsizetype i = 0; i + 1 < edgesMs.size(); ++i) {
            shop::SalesSpan span;
            for (const shop::Order& order : std::as_const(items)) {
                if (order.paidAt.value_or(0) < edgesMs.at(i) || order.paidAt.value_or(0) >= edgesMs.at(i + 1))
                    continue;
                ++span.orders;
                span.takingsFen += order.totalFen;
                report.refunds += order.status == shop::OrderStatus::Refunded ? 1 : 0;
                report.refundedFen += order.status == shop::OrderStatus::Refunded ? order.totalFen : 0;
                for (const shop::OrderItem& item : order.items) {
                    shop::BestSeller& seller = sellers[item.productId];
                    seller.id = item.productId;
                    seller.name = item.name;
                    seller.pieces += item.quantity;
                    seller.amountFen += item.amountFen();
                }
            }
            report.sellersOrders += span.orders;
            report.spans.append(span);
        }
        report.bestSellers = sellers.values();
        std::sort(report.bestSellers.begin(), report.bestSellers.end(),
                  [](const auto& a, const auto& b) { return a.amountFen > b.amountFen; });
        if (change)
            change(report);
        return give<shop::SalesReport>(report);
    }
    node::Answer<shop::Order> decideRefund(OrderId id, bool approve) override
    {
        return move(id, shop::OrderStatus::Refunding, approve ? shop::OrderStatus::Refunded : shop::OrderStatus::Paid,
                    [](shop::Order&) {});
    }

private:
    node::Answer<shop::Order> move(OrderId id, shop::OrderStatus from, shop::OrderStatus to,
                                   const std::function<void(shop::Order&)>& change)
    {
        if (failure)
            return give<shop::Order>(*failure);
        shop::Order* order = at(id);
        if (!order)
            return give<shop::Order>(Error{ErrorCode::NotFound});
        if (order->status != from)
            return give<shop::Order>(Error{ErrorCode::IllegalTransition});
        order->status = to;
        ++order->version;
        change(*order);
        shop::HistoryEntry entry;
        entry.from = from;
        entry.to = to;
        entry.userId = UserId(7);
        entry.userName = QStringLiteral("王店员");
        entry.at = order->createdAt + 3'600'000;
        order->history.append(entry);
        return give<shop::Order>(*order);
    }
};

class ShopStaff final : public node::StaffDesk
{
public:
    node::Answer<node::StaffMember> signIn(const QString&, const QString&) override
    {
        return Answers().give<node::StaffMember>(*current());
    }
    void signOut() override {}
    std::optional<node::StaffMember> current() const override
    {
        return node::StaffMember{UserId(7), QStringLiteral("staff"), QStringLiteral("王店员"), QStringLiteral("staff")};
    }
};

class ShopNode final : public NodeControl
{
public:
    ShopProducts productDesk;
    ShopOrders orderDesk;
    ShopStaff staffDesk;
    FakeDatabase databaseDesk;
    FakeAdmin adminDesk;
    LogRing lines;
    FakeCache cacheDesk;
    FakeAccounts accountDesk;
    FakeOperations operationDesk;
    QList<SettingInfo> list;
    FakeSettings fileDesk{list};

    telemetry::Snapshot snapshot() const override { return {}; }
    QList<telemetry::Sample> series(Resolution, int) const override { return {}; }
    QList<telemetry::Marker> markers() const override { return {}; }
    bool isFirstStart() const override { return false; }
    void chooseBeginning(bool, const QByteArray&) override {}
    void start() override {}
    void stop() override {}
    node::State state() const override { return node::State::Serving; }
    QString address() const override { return {}; }
    Error problem() const override { return {}; }
    QList<SettingInfo> settings() const override { return {}; }
    QStringList hints() const override { return {}; }
    node::StaffDesk& staff() override { return staffDesk; }
    node::ProductDesk& products() override { return productDesk; }
    node::OrderDesk& orders() override { return orderDesk; }
    std::optional<node::KeptRequests> requests(quint64) const override { return {}; }
    node::DatabaseDesk& database() override { return databaseDesk; }
    node::AdminDesk& admin() override { return adminDesk; }
    const LogRing& log() const override { return lines; }
    node::CacheDesk& cache() override { return cacheDesk; }
    node::AccountDesk& accounts() override { return accountDesk; }
    node::OperationDesk& operations() override { return operationDesk; }
    node::SettingDesk& settingDesk() override { return fileDesk; }
    node::Answer<QString> writeFlight(node::FlightReason) override
    {
        return ready<QString>(Error{ErrorCode::DependencyDown});
    }
    QString crashRecording() const override { return {}; }
};

inline shop::Product makeProduct(qint64 id)
{
    static const char16_t* const names[] = {
        u"武夷山大红袍 250g", u"景德镇青花盖碗",   u"龙井明前茶 礼盒装", u"云南小粒咖啡豆 500g", u"真丝印花方巾",
        u"无线蓝牙耳机 Pro",  u"竹制茶盘 60×35cm", u"玫瑰精油护手霜",    u"《茶经》线装本",      u"有机枸杞 宁夏中宁",
        u"纯棉四件套 1.8m",   u"便携式榨汁杯",     u"普洱熟茶饼 357g",   u"桂花酸梅汤 12瓶装"};
    shop::Product product;
    product.id = ProductId(id);
    product.name = QString::fromUtf16(names[size_t(id) % std::size(names)]);
    product.categoryId = CategoryId(1 + id % 7);
    product.priceFen = 990 + (id * 7'919) % 60'000;
    product.stock = id % 13 == 0 ? 0 : (id * 37) % 2'400;
    product.sales = (id * 131) % 9'000;
    product.version = 1 + id % 5;
    product.status = id % 6 == 0 ? shop::ProductStatus::OffShelf : shop::ProductStatus::OnSale;
    product.imageUrl = QStringLiteral("https://img.example.cn/p/%1.jpg").arg(id);
    product.description = QStringLiteral("产地直供，七天无理由退换。");
    product.createdAt = 1'750'000'000'000 + id * 60'000;
    product.updatedAt = 1'759'000'000'000 + id * 61'000;
    return product;
}

inline QList<shop::Product> makeProducts(int count)
{
    QList<shop::Product> products;
    products.reserve(count);
    for (int id = count; id >= 1; --id)
        products.append(makeProduct(id));
    return products;
}

inline shop::Order makeOrder(qint64 id)
{
    static const char16_t* const people[] = {u"张晓明", u"李娜", u"王建国",      u"陈思思",
                                             u"刘洋",   u"赵敏", u"Aisha Rahman"};
    static const shop::OrderStatus states[] = {
        shop::OrderStatus::Paid,      shop::OrderStatus::Paid,      shop::OrderStatus::Shipped,
        shop::OrderStatus::Completed, shop::OrderStatus::Refunding, shop::OrderStatus::PendingPayment,
        shop::OrderStatus::Cancelled, shop::OrderStatus::Completed, shop::OrderStatus::Refunded};
    shop::Order order;
    order.id = OrderId(id);
    order.orderNo = QStringLiteral("20251009%1").arg(id, 10, 10, QLatin1Char('0'));
    order.userId = UserId(100 + id % 7);
    order.userName = QString::fromUtf16(people[size_t(id) % std::size(people)]);
    order.status = states[size_t(id) % std::size(states)];
    for (qint64 i = 0; i <= id % 4; ++i) {
        const shop::Product product = makeProduct(id * 3 + i);
        order.items.append(shop::OrderItem{product.id, product.name, product.priceFen, 1 + (id + i) % 3});
        order.totalFen += order.items.last().amountFen();
    }
    order.address =
        shop::Address{order.userName,           QStringLiteral("13800138%1").arg(id % 1000, 3, 10, QLatin1Char('0')),
                      QStringLiteral("浙江省"), QStringLiteral("杭州市"),
                      QStringLiteral("西湖区"), QStringLiteral("文三路 %1 号 2 幢 301 室").arg(id)};
    if (id % 3 == 0)
        order.remark = QStringLiteral("请用顺丰发货，周末不在家。");
    order.createdAt = 1'759'990'000'000 + id * 47'000;
    order.history = {{shop::OrderStatus::PendingPayment,
                      shop::OrderStatus::PendingPayment,
                      order.userId,
                      order.userName,
                      order.createdAt,
                      {}}};
    if (order.status != shop::OrderStatus::PendingPayment && order.status != shop::OrderStatus::Cancelled) {
        order.paidAt = order.createdAt + 65'000;
        order.history.append({shop::OrderStatus::PendingPayment,
                              shop::OrderStatus::Paid,
                              order.userId,
                              order.userName,
                              *order.paidAt,
                              {}});
    }
    if (order.status == shop::OrderStatus::Refunding)
        order.history.append({shop::OrderStatus::Paid, shop::OrderStatus::Refunding, order.userId, order.userName,
                              order.createdAt + 7'200'000, QStringLiteral("买错规格了，想换成礼盒装，麻烦尽快处理。")});
    if (order.status == shop::OrderStatus::Shipped || order.status == shop::OrderStatus::Completed) {
        order.trackingNo = QStringLiteral("SF10%1").arg(id * 7'777, 11, 10, QLatin1Char('0'));
        order.history.append({shop::OrderStatus::Paid,
                              shop::OrderStatus::Shipped,
                              UserId(7),
                              QStringLiteral("王店员"),
                              order.createdAt + 9'000'000,
                              {}});
    }
    return order;
}

inline QList<shop::Order> makeOrders(int count)
{
    QList<shop::Order> orders;
    for (int id = count; id >= 1; --id)
        orders.append(makeOrder(id));
    return orders;
}

/// What a page needs, with its own settings file, in English.
struct Desk
{
    Desk() { language.setChoice(QStringLiteral("en")); }

    QTemporaryDir folder;
    ShopNode node;
    Theme theme;
    WindowState state{folder.filePath(QStringLiteral("console.ini"))};
    Language language;
    PageContext context() { return {node, theme, state, language}; }
};

} // namespace zg::ui::test
