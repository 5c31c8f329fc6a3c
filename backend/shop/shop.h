// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/settings.h"
#include "shop/categories.h"
#include "shop/changes.h"
#include "shop/concerns.h"
#include "shop/customers.h"
#include "shop/editbuffer.h"
#include "shop/expiry.h"
#include "shop/ledgerproof.h"
#include "shop/orderplacer.h"
#include "shop/orders.h"
#include "shop/products.h"
#include "shop/sales.h"

#include <memory>

namespace zg::shop {

/// The store's domain as one thing: products, categories, orders, expiry, and who hears of their changes.
/// Thread: made and destroyed by the owner (destroyed after the database was closed); its parts from any.
class Shop final
{
public:
    /// @param policy write_behind: edits of products are answered before they are written
    Shop(sql::Database& database, const Clock& clock, ShopSettings settings = {},
         CachePolicy policy = CachePolicy::CacheAside, BehindSettings behind = {});
    ~Shop();
    Q_DISABLE_COPY_MOVE(Shop)

    Products& products() { return m_products; }
    Categories& categories() { return m_categories; }
    Orders& orders() { return m_orders; }
    Customers& customers() { return m_customers; }
    Sales& sales() { return m_sales; }
    OrderPlacer& placer() { return m_placer; }
    Expiry& expiry() { return m_expiry; }
    LedgerProof& ledgerProof() { return m_ledgerProof; }

    /// Writes what was answered and waits to be written. Before the database is closed.
    void settle();
    telemetry::WriteBehindFigures writeBehind() const;

    /// Before the first write. The listener must outlive the shop.
    void addListener(ChangeListener& listener);
    /// Another node's commit, for replicas not to be asked before they have it. Before caches hear of it.
    void noteRemote(const ChangeSet& changes) { m_notes.committed(changes); }
    /// Other nodes may have committed anything unheard. Before caches are emptied.
    void noteUnheard() { m_notes.noteAll(); }

private:
    std::unique_ptr<Writer> m_writer;
    WriteNotes m_notes;
    std::unique_ptr<EditBuffer> m_edits; ///< with write_behind
    Products m_products;
    Categories m_categories;
    OrderPlacer m_placer;
    Orders m_orders;
    Customers m_customers;
    Sales m_sales;
    Expiry m_expiry;
    LedgerProof m_ledgerProof;
};

} // namespace zg::shop
