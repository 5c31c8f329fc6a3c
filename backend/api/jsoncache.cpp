// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/jsoncache.h"

#include "api/answer.h"
#include "api/sharednames.h"
#include "api/valuejson.h"
#include "core/timestamp.h"

#include <algorithm>
#include <charconv>

namespace zg::api {

using namespace Qt::StringLiterals;
using cache::MissCause;

namespace {

constexpr QByteArrayView allKey = "all"; // of the one list of categories

/// What the public sees of a product.
cache::Entry productEntry(const shop::Product& product)
{
    if (product.status != shop::ProductStatus::OnSale)
        return cache::Entry::absent();
    return cache::Entry(envelopeOf(toJson(product)));
}

cache::Entry categoriesEntry(const QList<shop::Category>& list)
{
    QByteArray data;
    JsonWriter json(data);
    json.beginObject().key("items").beginArray();
    for (const auto& category : list)
        write(json, category);
    json.endArray().endObject();
    return cache::Entry(envelopeOf(data));
}

} // namespace

JsonCache::JsonCache(cache::MemoryCache& memory, shop::Shop& shop, CachePolicy policy, cache::RedisTier* shared,
                     bool keepsNear)
    : m_memory(memory)
    , m_shop(shop)
    , m_policy(policy)
    , m_shared(shared)
    , m_keepsNear(keepsNear)
    , m_products(memory.addFamily(u"product"_s, {}, cache::Lapse::Soft))
    , m_productLists(memory.addFamily(u"product_list"_s, {}, cache::Lapse::Soft))
    , m_orderLists(memory.addFamily(u"order_list"_s))
    , m_categories(memory.addFamily(u"category"_s, {}, cache::Lapse::Soft))
    , m_productStamps(std::make_unique<std::array<std::atomic<quint64>, slots>>())
    , m_ownerStamps(std::make_unique<std::array<std::atomic<quint64>, slots>>())
    , m_productCauses(std::make_unique<Causes>())
    , m_ownerCauses(std::make_unique<Causes>())
{
    shop.addListener(*this);
}

// ---- What changed

void JsonCache::committed(const shop::ChangeSet& changes)
{
    apply(changes, false);
}

void JsonCache::committedElsewhere(const shop::ChangeSet& changes)
{
    apply(changes, true);
}

void JsonCache::apply(const shop::ChangeSet& changes, bool isRemote)
{
    const MissCause edited = isRemote ? MissCause::Remote : MissCause::Edited;
    const MissCause ordered = isRemote ? MissCause::Remote : MissCause::Ordered;
    const std::lock_guard lock(m_commitMutex);
    if (!changes.counters.isEmpty() || !changes.products.isEmpty()) {
        // The stamps are set first: who reads the new m_changes sees them.
        const quint64 now = m_changes.load(std::memory_order_relaxed) + 1;
        for (const auto& counters : changes.counters) {
            (*m_productCauses)[slotOf(counters.id.value)].store(ordered, std::memory_order_relaxed);
            (*m_productStamps)[slotOf(counters.id.value)].store(now, std::memory_order_relaxed);
            patch(counters, ordered);
        }
        QSet<qint64> replaced;
        if (m_policy == CachePolicy::WriteThrough) {
            for (const auto& product : changes.edited) {
                replace(product);
                replaced.insert(product.id.value);
            }
        }
        dropProducts(changes.products, now, replaced, edited);
        m_changesCause.store(changes.products.isEmpty() ? ordered : edited, std::memory_order_relaxed);
        m_changes.store(now, std::memory_order_release);
    }
    prependEach(changes);
    for (const auto owner : changes.orderOwners) {
        (*m_ownerCauses)[slotOf(owner.value)].store(ordered, std::memory_order_relaxed);
        ownerStamp(owner).fetch_add(1, std::memory_order_release);
    }
    if (changes.categories)
        m_memory.invalidateFamily(m_categories, edited);
    if (changes.categoryList && m_policy != CachePolicy::CacheAside)
        replaceCategories(*changes.categoryList);
}

void JsonCache::acknowledged(ProductId id)
{
    const std::lock_guard lock(m_commitMutex);
    const quint64 now = m_changes.load(std::memory_order_relaxed) + 1;
    dropProducts({id}, now, {}, MissCause::Edited);
    m_changesCause.store(MissCause::Edited, std::memory_order_relaxed);
    m_changes.store(now, std::memory_order_release);
}

/// With m_commitMutex held.
void JsonCache::dropProducts(const QList<ProductId>& ids, quint64 now, const QSet<qint64>& replaced, MissCause cause)
{
    for (const auto id : ids) {
        m_filter.add(id.value);
        (*m_productCauses)[slotOf(id.value)].store(cause, std::memory_order_relaxed);
        (*m_productStamps)[slotOf(id.value)].store(now, std::memory_order_relaxed);
        if (!replaced.contains(id.value))
            m_memory.invalidate(m_products, IdKey(id), cause);
    }
    if (ids.isEmpty())
        return;
    m_listingCause.store(cause, std::memory_order_relaxed);
    m_listing.fetch_add(1, std::memory_order_release);
}

void JsonCache::forget()
{
    m_filter.setFilled(false);
    m_memory.clear(MissCause::CutOff);
}

void JsonCache::patch(const shop::ProductCounters& counters, MissCause cause)
{
    // What is kept may show an edit that the counted row does not have yet, and its version.
    if (m_shop.products().isEditWaiting(counters.id)) {
        m_memory.invalidate(m_products, IdKey(counters.id), cause);
        return;
    }
    cache::Ticket ticket;
    const auto old = m_memory.withdraw(m_products, IdKey(counters.id).bytes(), ticket, cause);
    if (!old || old->isAbsent())
        return;
    if (QByteArray body = withCounters(old->value, counters); !body.isNull())
        m_memory.replace(ticket, cache::Entry(std::move(body)));
}

void JsonCache::replace(const shop::Product& product)
{
    cache::Ticket ticket;
    const auto old = m_memory.withdraw(m_products, IdKey(product.id).bytes(), ticket, MissCause::Edited);
    if (!old && product.version > 1) // nothing to take the place of; and a later commit may have been told of first
        return;
    if (old && !old->isAbsent() && versionIn(old->value) > product.version) { // it was
        m_memory.replace(ticket, *old);
        return;
    }
    m_memory.replace(ticket, productEntry(product));
}

void JsonCache::replaceCategories(const QList<shop::Category>& list)
{
    cache::Ticket ticket;
    (void)m_memory.withdraw(m_categories, allKey.toByteArray(), ticket, MissCause::Edited);
    m_memory.replace(ticket, categoriesEntry(list));
}

// ---- Products

cache::LoadTerms JsonCache::termsOf(bool asksShared, Weight weight) const
{
    cache::LoadTerms terms;
    terms.isGated = weight == Weight::Light;
    if (m_admission && !asksShared)
        terms.admission = [this, weight] { return m_admission(weight); };
    return terms;
}

QByteArray JsonCache::productFromMemory(ProductId id)
{
    if (passesMemory() && !m_shop.products().isEditWaiting(id))
        return {};
    const auto entry = m_memory.find(m_products, IdKey(id));
    return entry ? entry->value : QByteArray();
}

Task<Result<cache::Entry>> JsonCache::readProduct(ProductId id)
{
    const auto product = co_await m_shop.products().find(id, m_shared != nullptr);
    if (!product && product.error().code != ErrorCode::NotFound)
        co_return Result<cache::Entry>(product.error());
    co_return Result<cache::Entry>(product ? productEntry(*product) : cache::Entry::absent());
}

/// From the shared tier, or from the database, and then into the shared tier.
/// @param shared what that tier said, if it was asked already
/// @param isAdmitted the database may be asked
Task<Result<cache::Entry>> JsonCache::loadProduct(ProductId id, cache::RedisTier::Answer shared, bool isAdmitted)
{
    // An edit that is answered and not written yet is this node's own affair: not to be read past, nor shared.
    if (m_shared && !shared.wasAsked && !m_shop.products().isEditWaiting(id))
        shared = co_await m_shared->read(sharedName(id));
    if (shared.entry)
        co_return Result<cache::Entry>(*std::move(shared.entry));
    if (const auto admitted = isAdmitted ? Result<void>() : admit(Weight::Light); !admitted)
        co_return Result<cache::Entry>(admitted.error());
    auto entry = co_await readProduct(id);
    if (m_shared && entry && !m_shop.products().isEditWaiting(id))
        m_shared->fill(shared, *entry);
    co_return entry;
}

Task<Result<Envelope>> JsonCache::product(ProductId id)
{
    if (!m_filter.mayExist(id.value)) {
        m_filtered.fetch_add(1, std::memory_order_relaxed);
        co_return Result<Envelope>(Error{ErrorCode::NotFound});
    }
    cache::RedisTier::Answer shared;
    const bool passes = passesMemory() && !m_shop.products().isEditWaiting(id);
    if (passes) {
        shared = co_await m_shared->read(sharedName(id));
        if (shared.entry && !shared.entry->isAbsent())
            co_return Result<Envelope>(Envelope(std::move(shared.entry->value)));
        if (shared.entry)
            co_return Result<Envelope>(Error{ErrorCode::NotFound});
    }
    const bool asksShared = m_shared && !shared.wasAsked && m_shared->isUsed() && !m_shop.products().isEditWaiting(id);
    cache::MemoryCache::Loader loader = [this, id, shared, asksShared] { return loadProduct(id, shared, !asksShared); };
    auto terms = termsOf(asksShared);
    QByteArray key = IdKey(id).bytes();
    const auto entry = co_await m_memory.loadEntry(m_products, std::move(key), std::move(loader), std::move(terms));
    if (passes) // the load was shared by those who asked at the same time; the next one asks Redis
        m_memory.invalidate(m_products, IdKey(id), MissCause::NotKept);
    if (!entry)
        co_return Result<Envelope>(entry.error());
    if (entry->isAbsent())
        co_return Result<Envelope>(Error{ErrorCode::NotFound});
    co_return Result<Envelope>(Envelope(entry->value, entry->age));
}

// ---- Categories

QByteArray JsonCache::categoriesFromMemory()
{
    const auto entry = m_memory.find(m_categories, allKey);
    return entry ? entry->value : QByteArray();
}

Task<Result<cache::Entry>> JsonCache::readCategories()
{
    const auto list = co_await m_shop.categories().list(m_shared != nullptr);
    if (!list)
        co_return Result<cache::Entry>(list.error());
    co_return Result<cache::Entry>(categoriesEntry(*list));
}

Task<Result<cache::Entry>> JsonCache::loadCategories(bool isAdmitted)
{
    cache::RedisTier::Answer shared;
    if (m_shared)
        shared = co_await m_shared->read(sharedCategories());
    if (shared.entry)
        co_return Result<cache::Entry>(*std::move(shared.entry));
    if (const auto admitted = isAdmitted ? Result<void>() : admit(Weight::Light); !admitted)
        co_return Result<cache::Entry>(admitted.error());
    auto entry = co_await readCategories();
    if (m_shared && entry)
        m_shared->fill(shared, *entry);
    co_return entry;
}

Task<Result<Envelope>> JsonCache::categories()
{
    const bool asksShared = m_shared && m_shared->isUsed();
    cache::MemoryCache::Loader loader = [this, asksShared] { return loadCategories(!asksShared); };
    auto terms = termsOf(asksShared);
    QByteArray key = allKey.toByteArray();
    const auto entry = co_await m_memory.loadEntry(m_categories, std::move(key), std::move(loader), std::move(terms));
    if (!entry)
        co_return Result<Envelope>(entry.error());
    co_return Result<Envelope>(Envelope(entry->value, entry->age));
}

// ---- Patching

qint64 versionIn(QByteArrayView envelope)
{
    static constexpr QByteArrayView key = R"(,"version":)", stock = R"(,"stock":)";
    const qsizetype from = envelope.indexOf(stock);
    const qsizetype at = from < 0 ? -1 : envelope.indexOf(key, from);
    qint64 version = -1;
    if (at >= 0)
        std::from_chars(envelope.data() + at + key.size(), envelope.data() + envelope.size(), version);
    return version;
}

QByteArray withCounters(const QByteArray& envelope, const shop::ProductCounters& counters)
{
    // Inside a JSON string a quote follows a backslash, never a comma: these keys are found nowhere but where they are.
    static constexpr QByteArrayView stock = R"(,"stock":)", status = R"(,"status":)", updated = R"(,"updated_at":")";
    constexpr qsizetype timeSize = 24, endSize = 3; // 2026-03-01T08:00:00.000Z and "}}
    const qsizetype from = envelope.indexOf(stock);
    const qsizetype to = from < 0 ? -1 : envelope.indexOf(status, from);
    const qsizetype time = envelope.size() - endSize - timeSize;
    if (to < 0 || time - updated.size() < to || !QByteArrayView(envelope).first(time).endsWith(updated))
        return {};
    // Another node's commit may be heard of after a later one of our own.
    if (versionIn(envelope) > counters.version)
        return envelope;
    QByteArray out;
    out.reserve(envelope.size() + 32);
    out.append(envelope.constData(), from);
    char text[24];
    const auto number = [&](QByteArrayView key, qint64 value) {
        const auto end = std::to_chars(text, text + sizeof text, value).ptr;
        out.append(key).append(text, end - text);
    };
    number(stock, counters.stock);
    number(R"(,"sales":)", counters.sales);
    number(R"(,"version":)", counters.version);
    out.append(envelope.constData() + to, time - to);
    appendTimestamp(out, counters.updatedAt);
    out.append(envelope.constData() + time + timeSize, endSize);
    return out;
}

} // namespace zg::api
