// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/transfer.h"

#include "sql/database.h"
#include "sql/identities.h"

namespace zg::sql {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int batchRows = 500;             // 17 columns of them stay below the engines' limits of values
constexpr std::chrono::seconds sayTime{2}; // between two lines

QString nameOf(const TransferTable& table)
{
    return QString::fromLatin1(table.name);
}

Error named(Error error, const QString& place)
{
    error.message = place + u": "_s + error.message;
    return error;
}

/// A new database has no rows but the seeded ones.
Result<void> refuseOtherStore(Connection& connection)
{
    for (const TransferTable& table : transferTables()) {
        if (table.isSeeded)
            continue;
        const auto rows = countRows(connection, table);
        if (!rows)
            return rows.error();
        if (*rows > 0)
            return Error(
                ErrorCode::Duplicate,
                u"the target holds a store already (%1 rows in %2); nothing was changed. A store moves into an "
                "empty database"_s.arg(*rows)
                    .arg(nameOf(table)));
    }
    return {};
}

} // namespace

Transfer::Transfer(Database& from, Database& to, Say say, Last last)
    : m_from(from)
    , m_to(to)
    , m_say(std::move(say))
    , m_last(std::move(last))
{
}

void Transfer::sayProgress(const QString& what, const TransferTable& table, qint64 done, qint64 total)
{
    const auto now = std::chrono::steady_clock::now();
    if (now - m_lastSaid < sayTime && done < total)
        return;
    m_lastSaid = now;
    m_say(u"%1 %2: %3 of %4 rows"_s.arg(what, nameOf(table)).arg(done).arg(total));
}

Result<QString> Transfer::run()
{
    if (auto begun = begin(); !begun)
        return begun.error();
    for (const TransferTable& table : transferTables()) {
        if (auto copied = copy(table); !copied)
            return named(copied.error(), nameOf(table));
    }
    QStringList differences;
    for (const TransferTable& table : transferTables()) {
        if (auto compared = compare(table, differences); !compared)
            return named(compared.error(), nameOf(table));
    }
    if (!differences.isEmpty())
        return Error(ErrorCode::VersionConflict,
                     u"the two stores differ in %1; the source is as it was. Begin again with an empty target, and "
                     "serve neither meanwhile"_s.arg(differences.join(u", "_s)));
    if (const auto gone = m_last ? m_last() : Result<void>(); !gone)
        return gone.error();
    if (auto finished = finish(); !finished)
        return finished.error();
    return u"moved: %1 rows in %2 tables, the same on both sides by count and checksum"_s.arg(m_rows).arg(
        transferTables().size());
}

Result<void> Transfer::begin()
{
    const auto store = m_from.readNow([](Connection& connection) -> Result<QString> {
        if (auto whole = refuseUnfinishedTransfer(connection); !whole)
            return whole.error();
        return storeFingerprint(connection);
    });
    if (!store)
        return named(store.error(), u"the source"_s);
    m_store = *store;
    return m_to.writeNow([this](Connection& connection) -> Result<void> {
        const auto progress = readTransferProgress(connection);
        if (!progress)
            return progress.error();
        if (*progress) {
            if ((*progress)->store == m_store)
                return {};
            return Error(
                ErrorCode::Duplicate,
                u"the transfer of another store into the target was begun and not finished; nothing was changed"_s);
        }
        if (auto empty = refuseOtherStore(connection); !empty)
            return empty;
        for (const TransferTable& table : transferTables()) {
            if (!table.isSeeded)
                continue;
            if (auto cleared = connection.execute(u"DELETE FROM "_s + nameOf(table)); !cleared)
                return cleared;
        }
        return beginTransferProgress(connection, m_store);
    });
}

Result<void> Transfer::copy(const TransferTable& table)
{
    const auto count = [&table](Connection& connection) { return countRows(connection, table); };
    const auto total = m_from.readNow(count);
    if (!total)
        return total.error();
    const auto progress = m_to.writeNow(readTransferProgress);
    if (!progress)
        return progress.error();
    TransferProgress::Table state = *progress ? (*progress)->tables.value(nameOf(table)) : TransferProgress::Table();
    if (!state.after.isEmpty() && state.rows < *total)
        m_say(u"going on with %1 behind %2 rows"_s.arg(nameOf(table)).arg(state.rows));
    for (;;) {
        const auto rows =
            m_from.readNow([&](Connection& connection) { return readRows(connection, table, state.after, batchRows); });
        if (!rows)
            return rows.error();
        if (!rows->isEmpty()) {
            state.after = keyOf(table, rows->last());
            state.rows += rows->size();
            const auto written = m_to.writeNow([&](Connection& connection) -> Result<void> {
                if (auto inserted = insertRows(connection, table, *rows); !inserted)
                    return inserted;
                return noteTransferProgress(connection, nameOf(table), state);
            });
            if (!written)
                return written;
            sayProgress(u"copied"_s, table, state.rows, *total);
        }
        if (rows->size() < batchRows)
            return {};
    }
}

Result<TableDigest> Transfer::digest(Database& database, const TransferTable& table, qint64 total)
{
    TableDigest digest;
    QVariantList after;
    for (;;) {
        const auto rows =
            database.readNow([&](Connection& connection) { return readRows(connection, table, after, batchRows); });
        if (!rows)
            return rows.error();
        for (const TransferRow& row : *rows)
            digest.add(table, row);
        if (rows->size() < batchRows)
            return digest;
        after = keyOf(table, rows->last());
        sayProgress(u"compared"_s, table, digest.rows, std::max(total, digest.rows + 1));
    }
}

Result<void> Transfer::compare(const TransferTable& table, QStringList& differences)
{
    const auto source = digest(m_from, table, 0);
    if (!source)
        return source.error();
    const auto target = digest(m_to, table, source->rows);
    if (!target)
        return target.error();
    m_rows += target->rows;
    if (*source == *target) {
        m_say(u"%1: %2 rows, checksum %3"_s.arg(nameOf(table))
                  .arg(target->rows)
                  .arg(QLatin1StringView(target->hex().left(16))));
        return {};
    }
    differences.append(
        source->rows == target->rows
            ? u"%1 (%2 rows on both sides, not the same ones)"_s.arg(nameOf(table)).arg(source->rows)
            : u"%1 (%2 rows, %3 in the target)"_s.arg(nameOf(table)).arg(source->rows).arg(target->rows));
    return {};
}

Result<void> Transfer::finish()
{
    return m_to.writeNow([](Connection& connection) -> Result<void> {
        if (auto continued = continueIdentities(connection); !continued)
            return continued;
        return endTransferProgress(connection);
    });
}

} // namespace zg::sql
