// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/shop.h"

#include "shop/writer.h"

namespace zg::shop {

Shop::Shop(sql::Database& database, const Clock& clock, ShopSettings settings, CachePolicy policy,
           BehindSettings behind)
    : m_writer(std::make_unique<Writer>(database, clock))
    , m_notes(database.recentWrites())
    , m_edits(policy == CachePolicy::WriteBehind ? std::make_unique<EditBuffer>(*m_writer, clock, behind) : nullptr)
    , m_products(database, *m_writer, clock, m_edits.get())
    , m_categories(database, *m_writer)
    , m_placer(*m_writer, settings.stockStrategy)
    , m_orders(database, *m_writer, m_placer, clock, m_products)
    , m_customers(database)
    , m_sales(database)
    , m_expiry(database, *m_writer, clock, settings.orderExpiry)
    , m_ledgerProof(database, clock)
{
    m_writer->addListener(m_notes); // the first
    m_writer->addListener(m_ledgerProof);
    m_orders.setRefundLimit(settings.refundLimitFen);
}

Shop::~Shop() = default;

void Shop::settle()
{
    if (m_edits)
        m_edits->stop();
}

telemetry::WriteBehindFigures Shop::writeBehind() const
{
    return m_edits ? m_edits->figures() : telemetry::WriteBehindFigures();
}

void Shop::addListener(ChangeListener& listener)
{
    m_writer->addListener(listener);
}

} // namespace zg::shop
