// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/transferprogress.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>

namespace zg::sql {

using namespace Qt::StringLiterals;

namespace {
constexpr Statement findTable{"transfer.find",
                              "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'transfer_progress'",
                              "SELECT 1 WHERE to_regclass('transfer_progress') IS NOT NULL"};
constexpr char createTable[] = "CREATE TABLE transfer_progress (name TEXT PRIMARY KEY, last_key TEXT NOT NULL,"
                               " copied BIGINT NOT NULL)";
constexpr Statement listProgress{"transfer.list", "SELECT name, last_key, copied FROM transfer_progress"};
constexpr Statement setProgress{
    "transfer.note", "INSERT INTO transfer_progress (name, last_key, copied) VALUES (?, ?, ?)"
                     " ON CONFLICT (name) DO UPDATE SET last_key = excluded.last_key, copied = excluded.copied"};
constexpr Statement listSteps{"transfer.steps",
                              "SELECT version, checksum, applied_at FROM schema_migrations WHERE version = 1"};
/// The row that says which store it is; no table is called so.
constexpr auto storeRow = "*store"_L1;
} // namespace

Result<std::optional<TransferProgress>> readTransferProgress(Connection& connection)
{
    {
        auto found = connection.query(findTable);
        if (!found)
            return found.error();
        if (!found->next())
            return std::optional<TransferProgress>();
    }
    auto rows = connection.query(listProgress);
    if (!rows)
        return rows.error();
    TransferProgress progress;
    while (rows->next()) {
        const QString name = rows->text(0);
        if (name == storeRow) {
            progress.store = rows->text(1);
            continue;
        }
        // Whole numbers as texts: JSON's own are no 64-bit ones.
        auto& table = progress.tables[name];
        for (const auto& value : QJsonDocument::fromJson(rows->bytes(1)).array())
            table.after.append(value.isArray() ? QVariant(value.toArray().first().toString().toLongLong())
                                               : QVariant(value.toString()));
        table.rows = rows->integer(2);
    }
    return std::optional(std::move(progress));
}

Result<void> beginTransferProgress(Connection& connection, const QString& store)
{
    if (auto made = connection.execute(QString::fromLatin1(createTable)); !made)
        return made;
    const auto noted = connection.exec(setProgress, QString(storeRow), store, 0);
    if (!noted)
        return noted.error();
    return {};
}

Result<void> noteTransferProgress(Connection& connection, const QString& table, const TransferProgress::Table& state)
{
    QJsonArray key;
    for (const QVariant& value : state.after) {
        if (value.typeId() == QMetaType::QString)
            key.append(value.toString());
        else
            key.append(QJsonArray{QString::number(value.toLongLong())});
    }
    const auto noted = connection.exec(
        setProgress, table, QString::fromUtf8(QJsonDocument(key).toJson(QJsonDocument::Compact)), state.rows);
    if (!noted)
        return noted.error();
    return {};
}

Result<void> endTransferProgress(Connection& connection)
{
    return connection.execute(u"DROP TABLE transfer_progress"_s);
}

Result<QString> storeFingerprint(Connection& connection)
{
    auto rows = connection.query(listSteps);
    if (!rows)
        return rows.error();
    QCryptographicHash hash(QCryptographicHash::Sha256);
    while (rows->next())
        hash.addData(QByteArray(rows->text(1).toUtf8() + ' ' + QByteArray::number(rows->integer(2))));
    return QString::fromLatin1(hash.result().toHex());
}

Result<void> refuseUnfinishedTransfer(Connection& connection)
{
    auto found = connection.query(findTable);
    if (!found)
        return found.error();
    if (!found->next())
        return {};
    return Error(
        ErrorCode::DependencyDown,
        u"the transfer of a store into this database is not finished; run the same \"zhanggui transfer\" again"_s);
}

} // namespace zg::sql
