// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/shop.h"

#include "shop/writer.h"

namespace zg::shop {

Shop::Shop(sql::Database& database, const Clock& clock, ShopSettings settings)
    : m_writer(std::make_unique<Writer>(database, clock))
    , m_notes(database.recentWrites())
    , m_products(database, *m_writer, clock)
    , m_categories(database, *m_writer)
    , m_placer(*m_writer, settings.stockStrategy)
    , m_orders(database, *m_writer, m_placer, clock)
    , m_expiry(database, *m_writer, clock, settings.orderExpiry)
{
    m_writer->addListener(m_notes); // the first
}

Shop::~Shop() = default;

void Shop::addListener(ChangeListener& listener)
{
    m_writer->addListener(listener);
}

} // namespace zg::shop
