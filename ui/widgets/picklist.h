// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shop/values.h"
#include "ui/widgets/paper.h"

namespace zg::ui {

/// What is to be fetched for several orders at once.
struct PickLine
{
    struct Part
    {
        int place = 0; ///< of the order on the cart, from 1
        qint64 pieces = 0;
        bool operator==(const Part&) const = default;
    };
    ProductId id;
    QString name;
    qint64 pieces = 0;
    QList<Part> parts;
    bool operator==(const PickLine&) const = default;
};

/// Products summed over the orders, by number, as they are found one after the other; an order's place is its place in
/// the list.
QList<PickLine> pickLines(const QList<shop::Order>& orders);
QString pickListHtml(const QList<shop::Order>& orders);
PaperText pickList(const QList<shop::Order>& orders);

} // namespace zg::ui
