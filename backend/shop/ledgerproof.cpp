// SPDX-License-Identifier: GPL-3.0-or-later
#include "shop/ledgerproof.h"

#include "core/logging.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace zg::shop {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds timeACheck{40}; // of a second: nobody feels it
constexpr qsizetype dueAtMost = 20'000;             // touched and not checked; more are left to the night
constexpr qsizetype basesAtMost = 50'000;           // products that are known, at some forty bytes each
constexpr qint64 productsASlice = 50;
constexpr qsizetype driftsKept = 20;
constexpr int nightHour = 3; // local; most shoppers sleep

// The last proven row's sum, the rows since, and the stock, all of one moment.
constexpr sql::Statement sinceStatement{
    "ledger.since",
    "SELECT p.stock, COALESCE(SUM(l.delta), 0), COALESCE(MAX(l.id), 0) FROM products p "
    "LEFT JOIN stock_ledger l ON l.product_id = p.id AND l.id > ? WHERE p.id = ? GROUP BY p.id, p.stock"};
constexpr sql::Statement sliceStatement{
    "ledger.slice", "SELECT p.id, p.stock, (SELECT COALESCE(SUM(l.delta), 0) FROM stock_ledger l WHERE l.product_id = "
                    "p.id), (SELECT COALESCE(MAX(l.id), 0) FROM stock_ledger l WHERE l.product_id = p.id) "
                    "FROM products p WHERE p.id > ? ORDER BY p.id LIMIT 50"};
constexpr sql::Statement lastRowsStatement{
    "ledger.last_orders", "SELECT order_id FROM stock_ledger WHERE product_id = ? ORDER BY id DESC LIMIT 8"};

} // namespace

LedgerProof::LedgerProof(sql::Database& database, const Clock& clock)
    : m_database(database)
    , m_clock(clock)
    , m_lastPassMs(clock.wallMs()) // the first night is the next one
{
}

void LedgerProof::committed(const ChangeSet& changes)
{
    const std::lock_guard lock(m_mutex);
    ++m_figures.groups;
    for (const ProductCounters& counters : changes.counters)
        if (m_due.size() < dueAtMost)
            m_due.insert(counters.id.value);
}

void LedgerProof::startPass()
{
    const std::lock_guard lock(m_mutex);
    m_isPassWanted = true;
}

void LedgerProof::forget()
{
    m_bases.clear();
    m_passAfter = -1;
}

telemetry::LedgerFigures LedgerProof::figures() const
{
    const std::lock_guard lock(m_mutex);
    auto figures = m_figures;
    figures.due = int(m_due.size());
    figures.isPassing = m_isPassWanted;
    return figures;
}

Result<void> LedgerProof::check(bool mayPass)
{
    if (auto done = checkDue(); !done)
        return done;
    if (mayPass && m_passAfter < 0 && isPassDue()) {
        m_passAfter = 0;
        m_passDrifts = 0;
        m_passBeganMs = m_clock.wallMs();
        const std::lock_guard lock(m_mutex);
        m_isPassWanted = true; // until it ends
        m_figures.passProducts = 0;
    }
    return m_passAfter < 0 ? Result<void>() : passOn();
}

/// Once a night, or when it was asked for.
bool LedgerProof::isPassDue() const
{
    const std::lock_guard lock(m_mutex);
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(m_clock.wallMs());
    const QDateTime last = QDateTime::fromMSecsSinceEpoch(m_lastPassMs);
    return m_isPassWanted || (now.time().hour() == nightHour && last.secsTo(now) > 3'600);
}

Result<void> LedgerProof::checkDue()
{
    QSet<qint64> due;
    {
        const std::lock_guard lock(m_mutex);
        due.swap(m_due);
    }
    if (due.isEmpty())
        return {};
    if (m_bases.size() > basesAtMost)
        m_bases.clear();
    const auto until = SteadyClock::now() + timeACheck;
    auto it = due.begin();
    qint64 checked = 0;
    const auto done = m_database.readNow([&](sql::Connection& connection) -> Result<void> {
        for (; it != due.end() && SteadyClock::now() < until; it = due.erase(it), ++checked)
            if (auto one = checkOne(connection, *it); !one)
                return one;
        return {};
    });
    const std::lock_guard lock(m_mutex);
    m_due.unite(due); // what there was no time for
    m_figures.products += checked;
    if (done)
        m_figures.checkedAtMs = m_clock.wallMs();
    return done;
}

Result<void> LedgerProof::checkOne(sql::Connection& connection, qint64 product)
{
    const Base base = m_bases.value(product);
    auto rows = connection.query(sinceStatement, base.ledgerId, product);
    if (!rows)
        return rows.error();
    if (!rows->next())
        return {}; // no product of that id any more
    const qint64 stock = rows->integer(0);
    const qint64 sum = base.sum + rows->integer(1);
    const qint64 last = std::max(base.ledgerId, rows->integer(2));
    rows = Result<sql::Rows>(sql::Rows(nullptr)); // frees the statement before the next
    if (stock != sum)
        if (auto noted = noteDrift(connection, product, stock, sum); !noted)
            return noted;
    m_bases.insert(product, {last, stock}); // a drift is told once
    return {};
}

Result<void> LedgerProof::noteDrift(sql::Connection& connection, qint64 product, qint64 stock, qint64 sum)
{
    telemetry::LedgerDrift drift;
    drift.productId = product;
    drift.stock = stock;
    drift.ledger = sum;
    drift.atMs = m_clock.wallMs();
    auto rows = connection.query(lastRowsStatement, product);
    if (!rows)
        return rows.error();
    while (rows->next())
        if (const auto order = rows->optionalInteger(0); order && !drift.orders.contains(*order))
            drift.orders.append(*order);
    qCCritical(lcShop, "product %lld has stock %lld, its ledger adds up to %lld", (long long)product, (long long)stock,
               (long long)sum);
    ++m_passDrifts;
    const std::lock_guard lock(m_mutex);
    ++m_figures.drifts;
    ++m_figures.standing;
    m_figures.last.prepend(drift);
    if (m_figures.last.size() > driftsKept)
        m_figures.last.resize(driftsKept);
    return {};
}

Result<void> LedgerProof::passOn()
{
    const auto until = SteadyClock::now() + timeACheck;
    while (SteadyClock::now() < until) {
        const auto last =
            m_database.readNow([this](sql::Connection& connection) { return checkSlice(connection, m_passAfter); });
        if (!last)
            return last.error();
        if (*last == 0) {
            endPass();
            break;
        }
        m_passAfter = *last;
    }
    return {};
}

/// @return the slice's last product, 0 when there was none
Result<qint64> LedgerProof::checkSlice(sql::Connection& connection, qint64 after)
{
    struct Row
    {
        qint64 product, stock, sum, ledgerId;
    };
    QList<Row> slice;
    {
        auto rows = connection.query(sliceStatement, after);
        if (!rows)
            return rows.error();
        while (rows->next())
            slice.append({rows->integer(0), rows->integer(1), rows->integer(2), rows->integer(3)});
    }
    for (const Row& row : std::as_const(slice)) {
        if (row.stock != row.sum)
            if (const auto noted = noteDrift(connection, row.product, row.stock, row.sum); !noted)
                return noted.error();
        if (m_bases.contains(row.product))
            m_bases.insert(row.product, {row.ledgerId, row.stock});
    }
    const std::lock_guard lock(m_mutex);
    m_figures.passProducts += slice.size();
    return slice.isEmpty() ? 0 : slice.constLast().product;
}

void LedgerProof::endPass()
{
    m_passAfter = -1;
    m_lastPassMs = m_clock.wallMs();
    const std::lock_guard lock(m_mutex);
    m_isPassWanted = false;
    m_figures.passedAtMs = m_lastPassMs;
    m_figures.passTookMs = m_lastPassMs - m_passBeganMs;
    m_figures.standing = m_passDrifts; // what an earlier one found and this one did not is mended
    m_figures.passedProducts = std::exchange(m_figures.passProducts, 0);
    ++m_figures.passes;
}

} // namespace zg::shop
