// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/tablemodel.h"
#include "shop/values.h"

namespace zg::ui {

/// One row of a carrier's list: an order and its tracking number, and what becomes of it.
struct ShipLine
{
    enum class Kind : quint8 {
        Unchecked,
        Ready,
        Same,  ///< shipped with this number already: nothing to do
        Wrong, ///< cannot be shipped; `note` says why
        Shipped,
        Failed, ///< the store refused it just now
    };
    int line = 0; ///< of the text, from 1
    QString orderNo, trackingNo;
    Kind kind = Kind::Unchecked;
    QString note;
    OrderId id;
    QString recipient;
    bool operator==(const ShipLine&) const = default;
};

template <>
struct RowKey<ShipLine>
{
    static int of(const ShipLine& line) { return line.line; }
};

/// Reads pasted text or a file's: rows parted by tab, comma, semicolon or blanks, the tracking number behind the order
/// number; other columns and a heading are passed over. What cannot be read is there as Wrong.
QList<ShipLine> readShipLines(const QString& text);
/// A file's bytes as text, also as a spreadsheet's "Unicode text".
QString shipListText(const QByteArray& bytes);

/// Thread: main.
class ShipListModel final : public TableModel<ShipLine>
{
    Q_OBJECT

public:
    static constexpr int mostLines = 5'000; ///< each is asked for by its number
    enum ColumnId { LineColumn, OrderColumn, TrackingColumn, RecipientColumn, OutcomeColumn };
    explicit ShipListModel(QObject* parent = nullptr);
    QVariant data(const QModelIndex& index, int role) const override;
    int count(ShipLine::Kind kind) const;
    QString asTsv() const; ///< every row with its outcome, below the headings
};

} // namespace zg::ui
