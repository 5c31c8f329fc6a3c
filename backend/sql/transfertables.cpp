// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/transfertables.h"

#include <QCryptographicHash>
#include <QtEndian>

namespace zg::sql {

using namespace Qt::StringLiterals;

namespace {

constexpr auto Integer = ColumnKind::Integer;
constexpr auto Text = ColumnKind::Text;
constexpr auto Bytes = ColumnKind::Bytes;

constexpr TransferColumn users[] = {{"id", Integer},           {"username", Text},       {"openid", Text},
                                    {"nickname", Text},        {"role", Text},           {"password_hash", Text},
                                    {"disabled", Integer},     {"created_at", Integer},  {"updated_at", Integer},
                                    {"refund_limit", Integer}, {"signed_in_at", Integer}};
constexpr TransferColumn sessions[] = {
    {"sid", Text}, {"user_id", Integer}, {"created_at", Integer}, {"last_used_at", Integer}, {"ended_at", Integer}};
constexpr TransferColumn categories[] = {{"id", Integer}, {"name", Text}, {"sort", Integer}};
constexpr TransferColumn products[] = {{"id", Integer},          {"name", Text},        {"folded", Text},
                                       {"category_id", Integer}, {"price", Integer},    {"stock", Integer},
                                       {"sales", Integer},       {"version", Integer},  {"status", Integer},
                                       {"image_url", Text},      {"description", Text}, {"created_at", Integer},
                                       {"updated_at", Integer}};
constexpr TransferColumn grams[] = {{"gram", Text}, {"product_id", Integer}};
constexpr TransferColumn orders[] = {
    {"id", Integer},           {"order_no", Text},        {"user_id", Integer},      {"status", Integer},
    {"total", Integer},        {"address", Text},         {"remark", Text},          {"tracking_no", Text},
    {"version", Integer},      {"created_at", Integer},   {"paid_at", Integer},      {"shipped_at", Integer},
    {"completed_at", Integer}, {"cancelled_at", Integer}, {"idempotency_key", Text}, {"idempotency_hash", Bytes},
    {"ledger_id", Integer}};
constexpr TransferColumn items[] = {{"order_id", Integer}, {"line", Integer},  {"product_id", Integer},
                                    {"name", Text},        {"price", Integer}, {"quantity", Integer}};
constexpr TransferColumn history[] = {{"id", Integer},        {"order_id", Integer}, {"from_status", Integer},
                                      {"to_status", Integer}, {"user_id", Integer},  {"at", Integer},
                                      {"note", Text}};
constexpr TransferColumn ledger[] = {{"id", Integer},          {"product_id", Integer}, {"delta", Integer},
                                     {"stock_after", Integer}, {"cause", Integer},      {"order_id", Integer},
                                     {"user_id", Integer},     {"note", Text},          {"created_at", Integer}};
constexpr TransferColumn edits[] = {
    {"id", Integer}, {"product_id", Integer}, {"user_id", Integer}, {"at", Integer}, {"changes", Text}};
constexpr TransferColumn operations[] = {{"id", Integer},   {"at", Integer},   {"user_id", Integer},
                                         {"kind", Text},    {"subject", Text}, {"subject_id", Integer},
                                         {"changes", Text}, {"origin", Text}};

constexpr TransferTable tables[] = {
    {"users", 1, users},         {"sessions", 1, sessions},     {"categories", 1, categories, true},
    {"products", 1, products},   {"product_grams", 2, grams},   {"orders", 1, orders},
    {"order_items", 2, items},   {"order_history", 1, history}, {"stock_ledger", 1, ledger},
    {"product_edits", 1, edits}, {"operations", 1, operations},
};

QString names(std::span<const TransferColumn> columns)
{
    QStringList list;
    for (const auto& column : columns)
        list.append(QString::fromLatin1(column.name));
    return list.join(u", "_s);
}

QString marks(size_t count)
{
    QString text(qsizetype(3 * count), u' '); // "?, ?, ?"
    for (size_t i = 0; i < count; ++i) {
        text[qsizetype(3 * i)] = u'?';
        text[qsizetype(3 * i + 1)] = u',';
    }
    return text.left(qsizetype(3 * count) - 2);
}

QVariant valueOf(const Rows& rows, int column, ColumnKind kind)
{
    if (rows.isNull(column))
        return {};
    switch (kind) {
    case Integer:
        return rows.integer(column);
    case Bytes:
        return rows.bytes(column);
    case Text:
        break;
    }
    const QString text = rows.text(column);
    return text.isNull() ? QVariant(u""_s) : QVariant(text); // a null string would be stored as NULL
}

void addWord(QCryptographicHash& hash, char kind, qint64 number)
{
    std::array<char, 9> bytes{kind};
    qToLittleEndian(number, bytes.data() + 1);
    hash.addData(QByteArrayView(bytes.data(), qsizetype(bytes.size())));
}

} // namespace

std::span<const TransferTable> transferTables()
{
    return tables;
}

Result<QList<TransferRow>> readRows(Connection& connection, const TransferTable& table, const QVariantList& after,
                                    int limit)
{
    const auto keys = table.columns.first(size_t(table.keys));
    const QString key = names(keys);
    QString text = u"SELECT "_s + names(table.columns) + u" FROM "_s + QLatin1StringView(table.name);
    if (!after.isEmpty())
        text += table.keys == 1 ? QString(u" WHERE "_s + key + u" > ?"_s)
                                : QString(u" WHERE ("_s + key + u") > ("_s + marks(keys.size()) + u')');
    text += u" ORDER BY "_s + key + u" LIMIT "_s + QString::number(limit);
    auto rows = connection.runText("transfer.read", text, after);
    if (!rows)
        return rows.error();
    QList<TransferRow> read;
    while (rows->next()) {
        TransferRow row;
        row.reserve(qsizetype(table.columns.size()));
        for (size_t i = 0; i < table.columns.size(); ++i)
            row.append(valueOf(*rows, int(i), table.columns[i].kind));
        read.append(std::move(row));
    }
    return read;
}

Result<void> insertRows(Connection& connection, const TransferTable& table, const QList<TransferRow>& rows)
{
    if (rows.isEmpty())
        return {};
    const QString one = u'(' + marks(table.columns.size()) + u')';
    QStringList all;
    QVariantList values;
    for (const TransferRow& row : rows) {
        all.append(one);
        values += row;
    }
    const QString text = u"INSERT INTO "_s + QLatin1StringView(table.name) + u" ("_s + names(table.columns) +
                         u") VALUES "_s + all.join(u", "_s);
    const auto done = connection.runText("transfer.insert", text, values);
    if (!done)
        return done.error();
    return {};
}

Result<qint64> countRows(Connection& connection, const TransferTable& table)
{
    auto rows = connection.runText("transfer.count", u"SELECT count(*) FROM "_s + QLatin1StringView(table.name), {});
    if (!rows)
        return rows.error();
    return rows->next() ? rows->integer(0) : 0;
}

void TableDigest::add(const TransferTable& table, const TransferRow& row)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (size_t i = 0; i < table.columns.size(); ++i) {
        const QVariant& value = row.at(qsizetype(i));
        if (!value.isValid()) {
            addWord(hash, 'n', 0);
        } else if (table.columns[i].kind == Integer) {
            addWord(hash, 'i', value.toLongLong());
        } else {
            const QByteArray bytes = table.columns[i].kind == Bytes ? value.toByteArray() : value.toString().toUtf8();
            addWord(hash, table.columns[i].kind == Bytes ? 'b' : 't', bytes.size());
            hash.addData(bytes);
        }
    }
    const QByteArray digest = hash.result();
    for (size_t i = 0; i < sum.size(); ++i)
        sum[i] += qFromLittleEndian<quint64>(digest.constData() + 8 * i);
    ++rows;
}

QByteArray TableDigest::hex() const
{
    QByteArray text;
    for (const quint64 word : sum)
        text += QByteArray::number(word, 16).rightJustified(16, '0');
    return text;
}

} // namespace zg::sql
