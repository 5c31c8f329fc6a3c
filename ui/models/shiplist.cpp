// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/shiplist.h"

#include "ui/shell/theme.h"

#include <QRegularExpression>
#include <QStringDecoder>

using namespace Qt::StringLiterals;

namespace zg::ui {

namespace {

using Kind = ShipLine::Kind;

constexpr qsizetype orderNumberDigits = 18;
constexpr qsizetype longestTracking = 64; // the store's column

QString say(const char* text)
{
    return QCoreApplication::translate("ShipListModel", text);
}

/// Spreadsheets write ="123" or '123 so that a number stays a text.
QString bare(QString field)
{
    field = field.normalized(QString::NormalizationForm_KC).trimmed();
    if (field.startsWith(u'='))
        field.remove(0, 1);
    field.remove(u'"');
    if (field.startsWith(u'\''))
        field.remove(0, 1);
    return field.trimmed();
}

bool isOrderNumber(const QString& field)
{
    return field.size() >= orderNumberDigits &&
           std::all_of(field.cbegin(), field.cend(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

/// 2.02512E+17: a spreadsheet has made a number of it, and its end is lost.
bool isSpoilt(const QString& field)
{
    static const QRegularExpression scientific(u"^\\d\\.\\d+E\\+1\\d$"_s, QRegularExpression::CaseInsensitiveOption);
    return scientific.match(field).hasMatch();
}

void readLine(ShipLine& line, const QStringList& fields)
{
    qsizetype at = 0;
    while (at < fields.size() && !isOrderNumber(fields.at(at)))
        ++at;
    line.kind = Kind::Wrong;
    if (at == fields.size()) {
        line.orderNo = fields.value(0);
        line.trackingNo = fields.value(1);
        const bool isBroken = std::any_of(fields.cbegin(), fields.cend(), isSpoilt);
        line.note = isBroken ? say(QT_TRANSLATE_NOOP("ShipListModel", "A spreadsheet has rounded the order number; "
                                                                      "format that column as text"))
                             : say(QT_TRANSLATE_NOOP("ShipListModel", "No order number in this row"));
        return;
    }
    line.orderNo = fields.at(at);
    line.trackingNo = fields.value(at + 1);
    if (line.trackingNo.isEmpty())
        line.note = say(QT_TRANSLATE_NOOP("ShipListModel", "No tracking number behind the order number"));
    else if (isSpoilt(line.trackingNo))
        line.note = say(QT_TRANSLATE_NOOP("ShipListModel", "A spreadsheet has rounded the tracking number; format "
                                                           "that column as text"));
    else if (line.trackingNo.size() > longestTracking)
        line.note = say(QT_TRANSLATE_NOOP("ShipListModel", "The tracking number is too long"));
    else
        line.kind = Kind::Unchecked;
}

QString outcomeOf(const ShipLine& line)
{
    const QString note = line.note.isEmpty() ? QString() : QString(u": "_s % line.note);
    switch (line.kind) {
    case Kind::Unchecked:
        return say(QT_TRANSLATE_NOOP("ShipListModel", "Not checked")) + note;
    case Kind::Ready:
        return say(QT_TRANSLATE_NOOP("ShipListModel", "Will be shipped")) + note;
    case Kind::Same:
        return say(QT_TRANSLATE_NOOP("ShipListModel", "Shipped already")) + note;
    case Kind::Wrong:
        return say(QT_TRANSLATE_NOOP("ShipListModel", "Left out")) + note;
    case Kind::Shipped:
        return say(QT_TRANSLATE_NOOP("ShipListModel", "Shipped")) + note;
    case Kind::Failed:
        return say(QT_TRANSLATE_NOOP("ShipListModel", "Refused")) + note;
    }
    return {};
}

const Column<ShipLine> shipListColumns[] = {
    {QT_TRANSLATE_NOOP("ShipListModel", "Row"), Qt::AlignRight, [](const ShipLine& l) { return QVariant(l.line); },
     plainText},
    {QT_TRANSLATE_NOOP("ShipListModel", "Order"), Qt::AlignLeft, [](const ShipLine& l) { return QVariant(l.orderNo); },
     plainText},
    {QT_TRANSLATE_NOOP("ShipListModel", "Tracking number"), Qt::AlignLeft,
     [](const ShipLine& l) { return QVariant(l.trackingNo); }, plainText},
    {QT_TRANSLATE_NOOP("ShipListModel", "Recipient"), Qt::AlignLeft,
     [](const ShipLine& l) { return QVariant(l.recipient); }, plainText},
    {QT_TRANSLATE_NOOP("ShipListModel", "Outcome"), Qt::AlignLeft,
     [](const ShipLine& l) { return QVariant(outcomeOf(l)); }, plainText, outcomeOf},
};

int tintOf(Kind kind)
{
    switch (kind) {
    case Kind::Ready:
        return int(Tint::Accent);
    case Kind::Shipped:
        return int(Tint::Good);
    case Kind::Wrong:
        return int(Tint::Warning);
    case Kind::Failed:
        return int(Tint::Bad);
    case Kind::Unchecked:
    case Kind::Same:
        break;
    }
    return int(Tint::TextFaint);
}

} // namespace

QList<ShipLine> readShipLines(const QString& text)
{
    static const QRegularExpression between(u"[\\t,;\\s，；]+"_s);
    QList<ShipLine> lines;
    QHash<QString, int> orders; // number → line
    QHash<QString, int> parcels;
    int number = 0;
    for (const QString& raw : text.split(u'\n')) {
        ++number;
        QStringList fields;
        for (const QString& field : raw.split(between, Qt::SkipEmptyParts))
            if (const QString text = bare(field); !text.isEmpty())
                fields += text;
        if (fields.isEmpty())
            continue;
        ShipLine line;
        line.line = number;
        readLine(line, fields);
        const bool hasNumber = isOrderNumber(line.orderNo);
        if (!hasNumber && lines.isEmpty() && !raw.contains(QRegularExpression(u"\\d{6}"_s)))
            continue; // a heading
        if (const int first = orders.value(line.orderNo); hasNumber && first > 0) {
            line.kind = Kind::Wrong;
            line.note = say(QT_TRANSLATE_NOOP("ShipListModel", "The same order as in row %1")).arg(first);
        } else if (const int parcel = parcels.value(line.trackingNo); line.kind == Kind::Unchecked && parcel > 0) {
            line.note = say(QT_TRANSLATE_NOOP("ShipListModel", "the same parcel as row %1")).arg(parcel);
        }
        if (hasNumber)
            orders.insert(line.orderNo, number);
        if (!line.trackingNo.isEmpty())
            parcels.insert(line.trackingNo, number);
        lines += line;
    }
    return lines;
}

QString shipListText(const QByteArray& bytes)
{
    // Numbers are ASCII in every encoding that a spreadsheet writes but UTF-16, which has its mark.
    QStringDecoder decoder(QStringConverter::encodingForData(bytes).value_or(QStringConverter::Utf8));
    return decoder(bytes);
}

ShipListModel::ShipListModel(QObject* parent)
    : TableModel(shipListColumns, "ShipListModel", parent)
{
}

QVariant ShipListModel::data(const QModelIndex& index, int role) const
{
    if (role == TintRole && index.column() == OutcomeColumn)
        return tintOf(row(index.row()).kind);
    return TableModel::data(index, role);
}

int ShipListModel::count(ShipLine::Kind kind) const
{
    return int(std::count_if(rows().cbegin(), rows().cend(), [kind](const ShipLine& l) { return l.kind == kind; }));
}

QString ShipListModel::asTsv() const
{
    QStringList lines;
    QStringList titles;
    for (int i = 0; i < columnCount(); ++i)
        titles += headerData(i, Qt::Horizontal, Qt::DisplayRole).toString();
    lines += titles.join(u'\t');
    for (const ShipLine& line : rows())
        lines += QStringList{QString::number(line.line), line.orderNo, line.trackingNo, line.recipient, outcomeOf(line)}
                     .join(u'\t');
    return lines.join(u'\n') + u'\n';
}

} // namespace zg::ui
